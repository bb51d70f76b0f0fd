"""Several open questions below one another, which are answered together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.message import Message

from coach.session.form import Card, Choice, Lines, Marks, Several, Table
from coach.tui.drawing import Drawn
from coach.tui.plain_text import wrapped
from coach.tui.widgets.form_stack import FormStack
from coach.tui.widgets.forms import form_widget
from coach.tui.widgets.lines_form import LinesForm
from coach.tui.widgets.table_form import TableForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.content import Content
    from textual.geometry import Region

    from coach.session.form import Field
    from coach.session.step import Question, Step
    from coach.tui.widgets.form import FormWidget


ANSWERED = "Nothing is open here. ^z takes answers back."


class Asked(NamedTuple):
    """A step with its form, and the prepared lines that come after the one in its field."""

    step: Step
    form: FormWidget
    later: tuple[str, ...] = ()


class Heading(Drawn):
    """What is asked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def draw(self, width: int) -> list[Content]:
        """Give the question."""
        return wrapped(self._text, width, "bold")


class AnswerForms(FormStack):
    """The forms of some steps, in one or two columns; up and down lead through all of them.

    Attributes:
        seen: keys of the questions that were in view.
    """

    class Changed(Message):
        """An answer changed that is not confirmed yet."""

        def __init__(self, question: Question, draft: object) -> None:
            super().__init__()
            self.question = question
            self.draft = draft

    class Added(Message):
        """A line of a list is to be kept."""

        def __init__(self, step: Step, line: str) -> None:
            super().__init__()
            self.step = step
            self.line = line

    class Taken(Message):
        """Everything here is to stand as it is."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id, classes="answers")
        self.asked: tuple[Asked, ...] = ()
        self.seen: set[str] = set()

    async def ask(self, steps: Sequence[Step], begin_with: Mapping[str, object]) -> None:
        """Ask these; `begin_with` holds what a form starts with, by the key of its question.

        Of the same questions only lists that have grown and cards with other fields are drawn anew: marks stay where
        they are, under the cursor too.
        """
        keys = [step.question.key for step in steps]
        if keys == [each.step.question.key for each in self.asked]:
            self.asked = tuple(
                [
                    await self._renewed(old, new, begin_with)
                    for old, new in zip(self.asked, steps, strict=True)
                ]
            )
            return
        self.seen &= {old.step.question.key for old in self.asked if old.step.question in _questions(steps)}
        self.asked = tuple(self._asked(step, begin_with) for step in steps)
        await self.remove_children()
        columns = [[each for each in self.asked if self.is_first(each) is side] for side in (True, False)]
        for column in filter(None, columns):
            widgets = [part for each in column for part in (Heading(each.step.question.text), each.form)]
            await self.mount(Vertical(*widgets, classes="column"))
        if not steps:
            await self.mount(Heading(ANSWERED))
        for each in self.asked:
            _begin(each, begin_with)

    async def _renewed(self, old: Asked, step: Step, begin_with: Mapping[str, object]) -> Asked:
        if not isinstance(step.question.form, Lines | Card) or step.question == old.step.question:
            return old._replace(step=step)
        new, had_focus = self._asked(step, begin_with), old.form.has_focus_within
        if isinstance(old.form.parent, Vertical):
            await old.form.parent.mount(new.form, before=old.form)
            await old.form.remove()
        _begin(new, begin_with)
        if had_focus:
            new.form.enter()
        return new

    def is_first(self, asked: Asked) -> bool:
        """True for what stands in the first column: lists to be marked."""
        return isinstance(asked.step.question.form, Marks)

    def form_of(self, step: Step) -> FormWidget:
        """Give the form of a question."""
        return form_widget(step.question, step.beside)

    def _asked(self, step: Step, begin_with: Mapping[str, object]) -> Asked:
        return Asked(step, self.form_of(step), _later(step, begin_with))

    def answers(self) -> dict[str, object]:
        """Give what stands in the forms, as an answers file holds it, by the key of the question."""
        return {each.step.question.key: _answer(each) for each in self.asked}

    def nothing(self) -> dict[str, object]:
        """Give the answers that say nothing."""
        return {each.step.question.key: _empty(each.step.question) for each in self.asked}

    @property
    def here(self) -> Asked | None:
        """The question one is in."""
        return next((each for each in self.asked if each.form.has_focus_within), None)

    def enter(self, key: str = "") -> None:
        """Take the focus at a question, which is brought to the top; at the first one if none is named."""
        found = [each for each in self.asked if each.step.question.key == key]
        if found:
            found[0].form.enter()
            self.call_after_refresh(self._bring_to_the_top, found[0].form)
            return
        for first in list(self._in_order())[:1]:
            first.form.enter()
        self.call_after_refresh(self.follow)

    def _bring_to_the_top(self, form: FormWidget) -> None:
        """Bring a form to the top, below its question where there is room for both."""
        siblings = list(form.parent.children) if form.parent else []
        above = siblings[siblings.index(form) - 1] if form in siblings[1:] else form
        first = above if form.region.bottom - above.region.y <= self.content_region.height else form
        self.scroll_to_widget(first, top=True, animate=False, force=True)
        self.followed()

    def note_what_is_in_view(self) -> None:
        """Remember which questions were in view."""
        view = self.content_region
        self.seen |= {each.step.question.key for each in self.asked if _is_in(each.form.region, view)}

    @property
    def unseen(self) -> str:
        """Key of a question with an answer, filled in or from before, that was never in view; empty where none is."""
        keys = [each.step.question.key for each in self.asked if _says_something(each)]
        return next((key for key in keys if key not in self.seen), "")

    def _in_order(self) -> Iterable[Asked]:
        return sorted(self.asked, key=lambda each: not self.is_first(each))

    def followed(self) -> None:
        """Note what came into view."""
        self.call_after_refresh(self.note_what_is_in_view)

    def on_form_widget_drafted(self, event: FormWidget.Drafted) -> None:
        """Say what changed; what one changes was seen."""
        event.stop()
        if self.here is not None:
            self.seen.add(self.here.step.question.key)
            self.post_message(self.Changed(self.here.step.question, self.here.form.draft))
            self.follow()

    def on_form_widget_answered(self, event: FormWidget.Answered) -> None:
        """Keep a line that was written; else everything here stands."""
        event.stop()
        line = event.data.strip() if isinstance(event.data, str) else ""
        here = next((each for each in self.asked if each.form is event.form), None)
        if here is not None and isinstance(here.form, LinesForm) and line:
            self.post_message(self.Added(here.step, line))
        else:
            self.post_message(self.Taken())


def _questions(steps: Sequence[Step]) -> list[Question]:
    return [step.question for step in steps]


def _is_in(region: Region, view: Region) -> bool:
    """True for what stands in view; of what is taller than that, its beginning, where what was filled in stands."""
    return (
        bool(region.height)
        and view.y <= region.y
        and min(region.bottom, region.y + view.height) <= view.bottom
    )


def _begin(asked: Asked, begin_with: Mapping[str, object]) -> None:
    if asked.step.question.key in begin_with:
        asked.form.restore(begin_with[asked.step.question.key])


def _later(step: Step, begin_with: Mapping[str, object]) -> tuple[str, ...]:
    """Give the prepared lines of a list after the first that is missing, which is in the field."""
    form, lines = step.question.form, begin_with.get(step.question.key)
    if not isinstance(form, Lines) or not isinstance(lines, list):
        return ()
    return tuple(str(line) for line in lines if str(line) not in form.existing)[1:]


def _answer(asked: Asked) -> object:
    form = asked.form
    if isinstance(form, LinesForm):
        return [line for line in (form.field.text.strip(), *asked.later) if line]
    if isinstance(form, TableForm) and form.draft is not None:
        return form.answer
    return form.draft


def _empty(question: Question) -> object:
    match question.form:
        case Marks():
            return {}
        case Several() | Lines():
            return []
        case _:
            return ""


def _says_something(asked: Asked) -> bool:
    """True where an answer stands, whoever gave it; the first option of a field says nothing."""
    form, given = asked.step.question.form, _answer(asked)
    if isinstance(form, Table) and given is None:
        return bool(form.suggested)
    if isinstance(form, Card) and isinstance(given, dict):
        silent = {field.id: ("", _first_option(field)) for field in form.fields}
        return any(said not in silent[name] for name, said in given.items())
    return bool(given)


def _first_option(field: Field) -> str:
    return field.form.options[0].id if isinstance(field.form, Choice) else ""
