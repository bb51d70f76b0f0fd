"""Sheets line by line: what is not known is asked question by question, the rest is taken with one key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.cli import exhibits
from coach.cli.plain import Keyboard, progress_to
from coach.cli.prompts import present, say_exhibits
from coach.cli.sheet_page import known_lines
from coach.cli.terminal_safe import one_line
from coach.errors import AnswerError, RunReadError
from coach.session.form import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.cli.console import Console
    from coach.cli.plain import Ending
    from coach.cli.presence import Told
    from coach.desk import Walk
    from coach.session.exhibit import Exhibit
    from coach.session.prefilled import Prefilled
    from coach.session.sheet import Sheet
    from coach.session.step import Question, Step

TAKEN, ONE_BY_ONE = ("", "y", "yes"), ("n", "no")


class SheetKeyboard(Keyboard):
    """A person who types, sheet by sheet."""

    def __init__(self, console: Console, presence: Told | None = None) -> None:
        super().__init__(console)
        self._presence = presence
        self._one_by_one: set[str] = set()
        self._stage, self._asked = "", ""
        self._shown: tuple[Exhibit, ...] = ()

    def turn_to(self, walk: Walk, sheet: Sheet) -> Ending | None:
        """Ask the next question of a sheet, or whether to take all that is known of it."""
        if self._presence is not None:
            self._presence.tell(walk)
        if sheet.stage != self._stage:
            self._stage = sheet.stage
            self._console.say()
            part = f"Part {_number(walk)} of {len(walk.position.rail)}: {sheet.title}"
            others = self._presence.others if self._presence is not None else ()
            self._console.say(" · ".join(filter(None, (part, *map(one_line, (walk.who_now, *others))))))
            self._show(sheet.exhibits)
        for step in sheet.steps:
            known = sheet.prefilled.get(step.question.key)
            if known is None or not known.is_known or len(sheet.steps) == 1:
                return self._ask(walk, step if known is None else _suggesting(step, known))
            if step.question.key in self._one_by_one:
                return self._ask(walk, _suggesting(step, known))
        self._asked = ""
        self._show_known(sheet)
        return self.until_it_fits(walk, sheet.steps[0].question, lambda: self._take_all(walk, sheet))

    def hand_over(self, walk: Walk, person: str) -> None:
        """Take off the screen what somebody answered alone, once it is another one's turn, and say who is next."""
        now = walk.pairing
        if now is not None and now.turn == person:
            return
        self._console.conceal()
        self._stage, self._asked, self._shown = "", "", ()
        if now is not None and now.phase in ("talk", "pool"):
            self._console.say("Everybody has answered.")
            return
        self._console.say(
            f"{one_line(person)}: your answers are kept, and closed until everybody has answered."
        )
        if now is not None and now.turn:
            self._console.say(f"Now {one_line(now.turn)}.")

    def _ask(self, walk: Walk, step: Step) -> Ending | None:
        question = step.question
        if not (isinstance(question.form, Lines) and question.key == self._asked):
            later = _later(walk, question)
            beside = (*step.exhibits, *(later() if later else ()))
            present(self._console, step, exhibits.news(beside, self._shown), how=True)
            self._shown = (*self._shown, *beside)
        self._asked = question.key
        return self.respond(walk, step)

    def _show(self, shown: tuple[Exhibit, ...]) -> None:
        say_exhibits(self._console, exhibits.news(shown, self._shown), folds=True)
        self._shown = (*self._shown, *shown)

    def _show_known(self, sheet: Sheet) -> None:
        self._show(sheet.exhibits)
        self._console.say()
        self._console.say(f"Known already: {' '.join(_known(step, sheet) for step in sheet.steps)}")

    def _take_all(self, walk: Walk, sheet: Sheet) -> None:
        keys = [step.question.key for step in sheet.steps]
        said = self.line(walk, sheet.steps[0].question, "Take all this? Enter, or n to go one by one > ")
        if said.strip().lower() in ONE_BY_ONE:
            self._one_by_one.update(keys)
        elif said.strip().lower() in TAKEN:
            walk.take(dict.fromkeys(keys))
        else:
            raise AnswerError("Enter takes all of it", hint="Type n to answer one by one.")


def converse_by_sheet(walk: Walk, console: Console, keyboard: SheetKeyboard) -> Ending:
    """Ask the questions of a walk, sheet by sheet, until there are none or the person stops."""
    while True:
        if walk.pairing is not None:
            walk.refresh()
        try:
            walk.read_ahead(progress_to(console))
        except RunReadError as error:
            console.say(str(error))
        sheet = walk.sheet
        if sheet is None:
            return "finished"
        now = walk.pairing
        ending = keyboard.turn_to(walk, sheet)
        if ending is not None:
            return ending
        if now is not None and now.turn:
            keyboard.hand_over(walk, now.turn)


def _suggesting(step: Step, known: Prefilled) -> Step:
    """Give a step that suggests what is known of it, where its form takes one text."""
    if step.question.suggested or not isinstance(known.answer, str):
        return step
    return replace(step, question=replace(step.question, suggested=known.answer))


def _later(walk: Walk, question: Question) -> Callable[[], tuple[Exhibit, ...]] | None:
    """Give what takes a moment to work out, for a question that waits for it; the rest is folded."""
    step = walk.position.step
    return step.later if step and question.waits and step.question.key == question.key else None


def _known(step: Step, sheet: Sheet) -> str:
    """Give what is known of a question, as one sentence of a paragraph."""
    said = "; ".join(known_lines(step.question, sheet.prefilled[step.question.key]))
    return f"{one_line(step.question.text).rstrip('.')} {said}."


def _number(walk: Walk) -> int:
    return next((at for at, view in enumerate(walk.position.rail, 1) if view.status == "here"), 1)
