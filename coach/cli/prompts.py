"""How each form of question is put in plain lines, and how its lines become one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli import exhibits
from coach.cli.more import how_to_see_more
from coach.cli.terminal_safe import one_line
from coach.cli.transcript import shown
from coach.errors import AnswerError
from coach.session.answers.answer import parse_field, parse_row
from coach.session.bayes_factor_words import strength
from coach.session.exhibit import Folded
from coach.session.form import Chance, Choice, Hours, Lines, Marks, Number, Several, Table, Text
from coach.session.pairing.people import WAIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.cli.console import Console
    from coach.session.exhibit import Exhibit
    from coach.session.form import Card, Field, Form, Option
    from coach.session.step import Question, Step

    Ask = Callable[[str], str]


def present(console: Console, step: Step, shown: tuple[Exhibit, ...], *, how: bool) -> None:
    """Write a step: what is shown beside it, the question, and `how` to answer where somebody types."""
    question = step.question
    say_exhibits(console, shown, folds=how)
    console.say()
    console.say(question.text)
    match question.form:
        case Choice(options=options) | Several(options=options):
            _list_options(console, options)
        case Marks(rows=rows):
            _list_options(console, rows)
        case Lines(existing=existing):
            for number, line in enumerate(existing, 1):
                console.say(f"{number}. {one_line(line)}", indent="  ", hanging="     ")
        case _:
            pass
    for line in _how_to_answer(question) if how else ():
        console.say(line, indent="  ", hanging="  ")


def say_exhibits(console: Console, shown: tuple[Exhibit, ...], *, folds: bool) -> None:
    """Write what is shown beside a question; with `folds`, of what is folded only that it is there."""
    folded = [each.title for each in shown if isinstance(each, Folded)] if folds else []
    for exhibit in shown:
        if not (folds and isinstance(exhibit, Folded)):
            console.say()
            exhibits.show(console, exhibit)
    if folded:
        console.say()
        console.say(f"Type unfold to read: {'; '.join(folded)}.")


def answer_scalar(console: Console, question: Question, ask: Ask) -> str:
    """Give the text typed for a question that takes one value or one more line of a list."""
    form = question.form
    if isinstance(form, Text) and form.multiline:
        return _paragraph(ask)
    prompt = f"{len(form.existing) + 1}> " if isinstance(form, Lines) else "> "
    said = ask(prompt)
    if not (said.strip() or question.suggested or question.optional):
        _require_words(form)
    if isinstance(form, Chance):
        _echo_chance(console, form, said)
    return said


def answer_table(console: Console, form: Table, ask: Ask, back: type[Exception]) -> dict[str, list[str]]:
    """Give the cells of every row, asked one row at a time; taking back returns to the row before."""
    given: dict[str, list[str]] = {}
    while len(given) < len(form.rows):
        row = form.rows[len(given)]
        try:
            given[row.id] = _ask_row(console, form, row, ask)
        except back:
            if not given:
                raise
            given.popitem()
    for column, option in enumerate(form.columns if form.compares else ()):
        if said := strength(form, given, column).says:
            named = f"{one_line(option.text)}: " if len(form.columns) > 1 else ""
            console.say(f"{named}{one_line(said)}", hanging="  ")
    return given


def answer_card(console: Console, form: Card, ask: Ask, back: type[Exception]) -> dict[str, str]:
    """Give the text of every field, asked one field at a time; taking back returns to the field before."""
    given: dict[str, str] = {}
    while len(given) < len(form.fields):
        field = form.fields[len(given)]
        try:
            given[field.id] = _ask_field(console, field, ask)
        except back:
            if not given:
                raise
            given.popitem()
    return given


def _how_to_answer(question: Question) -> list[str]:
    lines = [f"For example: {one_line(question.example)}"] if question.example else []
    if isinstance(question.form, Lines):
        wanted = f" At least {question.form.at_least} are wanted." if question.form.at_least else ""
        lines.append(f"One line each; an empty line ends the list.{wanted}")
    elif isinstance(question.form, Text) and question.form.multiline:
        lines.append("As many lines as you like; an empty line ends it.")
    elif hint := accepts(question.form):
        lines.append(hint)
    if question.suggested:
        lines.append(f"Enter alone means: {one_line(shown(question.form, question.suggested))}")
    elif question.optional:
        lines.append("Enter alone leaves it open.")
    if question.waits:
        there = "the other has answered" if question.key == WAIT else "the result is there"
        lines.append(f"This can wait until {there}: quit now, and coach resume comes back here.")
    return lines


def accepts(form: Form) -> str:  # noqa: PLR0911 - one return a form
    """Give in a sentence what can be typed for a form; empty where anything can."""
    match form:
        case Chance(no_idea=no_idea):
            return "A word (unlikely, even, likely), a percentage, or odds such as 1:3" + (
                "; or no idea." if no_idea else "."
            )
        case Hours():
            return "A duration such as 90 min, 10h or 2 days."
        case Number(unit=unit):
            return f"A number, in {unit}."
        case Choice():
            return f"Type a number or a name.{how_to_see_more(form)}"
        case Several():
            every = "" if form.more else " all,"
            return f"Type numbers or names with commas between them,{every} or none.{how_to_see_more(form)}"
        case Marks():
            return _accepts_marks(form)
        case Table(cell="hours"):
            return "Row by row: durations such as 30 min or 10h."
        case Table(columns=columns) as form if len(columns) > 1:
            return (
                "Row by row, with commas between: "
                + ", ".join(one_line(column.text) for column in columns)
                + ("; or no idea." if form.no_idea else ".")
            )
        case Table():
            return "Row by row: a word (unlikely, even, likely), a percentage, or odds such as 1:3."
        case _:
            return ""


def _accepts_marks(form: Marks) -> str:
    example = "; ".join(f"{one_line(mark.text)}: {at}" for at, mark in enumerate(form.marks, 1))
    more = " Others can be named by their ids." if form.more else ""
    return f"Numbers after a mark, such as “{example}”, or none. What is left out means {form.left}.{more}"


def _list_options(console: Console, options: tuple[Option, ...]) -> None:
    for number, option in enumerate(options, 1):
        says = f": {one_line(option.says)}" if option.says else ""
        console.say(f"{number}. {one_line(option.text)}{says}", indent="  ", hanging="     ")


def _paragraph(ask: Ask) -> str:
    lines: list[str] = []
    while line := ask("> "):
        lines.append(line)
    return "\n".join(lines)


def _echo_chance(console: Console, form: Chance, said: str) -> None:
    from coach.session.answers.answer import parse_chance  # noqa: PLC0415 - with the form that needs it

    if not said.strip():
        return
    probability = parse_chance(said, no_idea=form.no_idea)
    console.say("Taken as no idea." if probability is None else f"Taken as {exhibits.percent(probability)}.")


def _require_words(form: Form) -> None:
    """Make sure that something was typed where one value is wanted.

    Raises:
        AnswerError: nothing was.
    """
    if isinstance(form, Chance | Hours | Number):
        raise AnswerError("nothing was written", hint=accepts(form))


def _ask_row(console: Console, form: Table, row: Option, ask: Ask) -> list[str]:
    suggested = list(form.suggested.get(row.id, ()))
    console.say(f"{one_line(row.text)}" + (f": {one_line(row.says)}" if row.says else ""), hanging="  ")
    keeps = ", ".join(suggested) if any(suggested) else ""
    while True:
        said = ask(f"[{keeps}] > " if keeps else "> ").strip()
        cells = [cell.strip() for cell in said.split(",")] if said else suggested
        if not any(cells):
            console.say("This row is still empty.")
            continue
        try:
            parse_row(form, row, cells)
        except AnswerError as error:
            say_misfit(console, error)
        else:
            return cells


def _ask_field(console: Console, field: Field, ask: Ask) -> str:
    console.say(one_line(field.text), hanging="  ")
    if isinstance(field.form, Choice):
        _list_options(console, field.form.options)
    while True:
        said = ask(f"[{one_line(shown(field.form, field.suggested))}] > " if field.suggested else "> ")
        try:
            if not (said.strip() or field.suggested or field.optional):
                _require_words(field.form)
            parse_field(field, said)
        except AnswerError as error:
            say_misfit(console, error)
        else:
            return said


def say_misfit(console: Console, error: AnswerError) -> None:
    """Say what is wrong with an answer, and what would be right."""
    said = error.message[:1].upper() + error.message[1:]
    console.say(f"{said.rstrip('.')}. {error.hint}".strip())
