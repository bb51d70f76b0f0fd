"""What is asked beside the curves: three parts of the evidence, one of them shown, and what to check first so far."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message

from coach.errors import CoachError
from coach.tui.draft import Address
from coach.tui.evidence import onsets_of, told_tags
from coach.tui.pause import Pause
from coach.tui.screens.evidence import EvidenceScreen
from coach.tui.widgets.answer_forms import AnswerForms
from coach.tui.widgets.first_looks import FirstLooks
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.known_facts import KnownFacts
from coach.tui.widgets.part_tabs import PartTabs
from coach.tui.widgets.symptom_list import NOTHING, SymptomList
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from coach.session.fold import Session
    from coach.session.step import Question, Step
    from coach.session.triage.first_looks import Look
    from coach.tui.evidence import Evidence
    from coach.tui.interfaces import Walk

LOGS, YOU, TRIED = range(3)
NAMES = ("From the logs", "From you", "Does it go away with …")
JUDGE = "evidence.judge."
"""How the questions about symptoms of the logs begin."""
FACTS = "evidence.facts"
TRIED_KEYS = frozenset({"evidence.contrasts", "evidence.changed", FACTS})
NO_LOGS = "No logs are linked, so nothing stands out here. What you saw is asked in the next part."
TALL = 44
"""Rows from which curves stay in view above the questions."""
ACCEPTED = {"verdict": "evidence"}


class Looked(Message):
    """What to check first was worked out."""

    def __init__(self, looks: tuple[Look, ...]) -> None:
        super().__init__()
        self.looks = looks


class PageSymptoms(SymptomList):
    """The symptoms, of which it is known which were in view; enter takes them as they stand.

    Attributes:
        seen: the symptoms that were in view.
    """

    class Taken(Message):
        """What is shown is to stand."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def draw(self, width: int) -> list[Content]:
        """Note what is in view."""
        lines = super().draw(width)
        self.seen |= {self.onsets[place].symptom for place in self.drawn}
        return lines

    def action_enter(self) -> None:
        """Take what is shown."""
        self.post_message(self.Taken())


class EvidenceParts(EvidenceScreen):
    """The runs with three parts below them: from the logs, from the person, does it go away with something."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/evidence.tcss", "../styles/evidence_page.tcss"]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk)
        self._let_keys_wait()
        self._steps = steps
        self._has_logs = has_runs(walk.session)
        self._part = LOGS if self._has_logs else YOU
        self._was_in = {self._part}
        self.page_symptoms = PageSymptoms()
        self.symptoms = self.page_symptoms
        self.tabs = PartTabs(NAMES)
        self.forms = {YOU: AnswerForms(id="you"), TRIED: AnswerForms(id="tried")}
        self.known = KnownFacts()
        self.looks = FirstLooks()
        self._looked_at: dict[str, object] = {}
        self.pause = Pause(self)

    def compose(self) -> ComposeResult:
        """Give the frame, and the symptoms, which are known before the logs are drawn."""
        yield TopLine("evidence", self.walk.heading)
        yield from self._logs()
        yield self.tabs
        yield self.symptoms
        yield self.known
        yield from self.forms.values()
        yield self.looks
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def _begin(self) -> None:
        """Ask at once; the curves come when the logs have been read, and nothing waits for them."""
        self.set_class(not self._has_logs, "-alone")
        self.symptoms.nothing = NOTHING if self._has_logs else NO_LOGS
        self.symptoms.show(onsets_of(self.walk.session))
        self.call_after_refresh(self._ask_first)

    def on_resize(self) -> None:
        """Keep the curves in view where there is room for them."""
        self.set_class(self.size.height >= TALL, "-tall")

    async def _ask_first(self) -> None:
        await self._ask(self._steps)
        self._turn(self._part)
        self.app.keys.forget()  # pressed before anything could be seen here
        self._let_keys_go()
        if self._has_logs:
            self._read()
        else:
            self.add_class("-read")

    async def _ask(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        asked = [step for step in steps if not step.question.key.startswith(JUDGE)]
        for part, forms in self.forms.items():
            mine = [step for step in asked if (step.question.key in TRIED_KEYS) is (part == TRIED)]
            known = {step.question.key: self._begins_with(step.question) for step in mine}
            await forms.ask(mine, {key: each for key, each in known.items() if each is not None})
        self._show_known()
        self._looked_at = self._answers()
        self.pause.then(self._look_anew)

    def _begins_with(self, question: Question) -> object:
        suggestion = self.walk.suggestion(question.key)
        return self.app.drafts.wanted(self._address(question), suggestion, is_back=True)

    def _address(self, question: Question) -> Address:
        return Address(self.walk.session_id, question.key)

    def _first_tags(self, found: Evidence) -> tuple[str, ...]:
        return told_tags(found)

    def _turn(self, part: int, key: str = "") -> None:
        """Show a part, and begin at a question of it."""
        self._part = part
        self._was_in.add(part)
        self.set_class(part == YOU, "-you")
        self.set_class(part == TRIED, "-tried")
        self._count()
        if part == LOGS:
            self._show_known()
            self.symptoms.focus()
        else:
            if not self.forms[part].asked:
                self.set_focus(None)
            self.forms[part].enter(key)
        self.advice.keys(self._hint())
        self.refresh_bindings()

    def _show_known(self) -> None:
        facts = (each for each in self.forms[TRIED].asked if each.step.question.key == FACTS)
        self.known.show(next(facts, None))

    def _count(self) -> None:
        """Say of each part what is still open, or marked."""
        still = len(self.symptoms.open_ones)
        logs = f"{still} open" if still else "judged" if self.symptoms.onsets else "nothing stands out"
        self.tabs.show(self._part, (logs if self._has_logs else "none", "", ""))

    def _hint(self) -> str:
        if self._part == LOGS:
            said = (
                self.walk.suggestion(f"{JUDGE}{self.symptoms.chosen.symptom}")
                if self.symptoms.chosen
                else None
            )
            if said is not None and said.says:
                return said.says
            many = len(self.symptoms.open_ones)
            return f"enter accepts the {many} open" if many else "enter turns to what you saw"
        asked = self.forms[self._part].here
        said = self.walk.suggestion(asked.step.question.key) if asked else None
        if said is not None and said.says:
            return said.says
        hint = asked.form.hint() if asked else ""
        return hint or f"enter takes this {'page' if self._part == TRIED else 'part'}"

    def _look_where_new(self) -> bool:
        """Look anew where an answer differs from what was looked at last, which walking through the marks does not."""
        answers = self._answers()
        is_new = answers != self._looked_at
        if is_new:
            self._looked_at = answers
            self.pause.then(self._look_anew)
        return is_new

    @work(thread=True, exclusive=True, group="looks", exit_on_error=False)
    def _look_anew(self) -> None:
        """Work out what to check first, beside the keyboard."""
        answers = self._looked_at
        with suppress(CoachError):
            looks = self.walk.first_looks(answers, self._steps)
            if answers is self._looked_at:
                self.post_message(Looked(looks))

    def on_looked(self, event: Looked) -> None:
        """Show what to check first."""
        event.stop()
        self.looks.show(event.looks)

    def _answers(self) -> dict[str, object]:
        """Give what stands on the page beside the symptoms; what nobody has seen says nothing."""
        known = {self.known.key} if self.known.was_in_view else set()
        return {
            key: answer if part in self._was_in or key in known else nothing
            for part, forms in self.forms.items()
            for (key, answer), nothing in zip(forms.answers().items(), forms.nothing().values(), strict=True)
        }

    def _judgements(self) -> dict[str, object]:
        """Give the open symptoms as evidence, or as the guided case has them."""
        keys = [step.question.key for step in self._steps if step.question.key.startswith(JUDGE)]
        prepared = {key: self.walk.suggestion(key) for key in keys}
        return {key: each.data if each else ACCEPTED for key, each in prepared.items()}

    @property
    def _question(self) -> Question | None:
        if self._part == LOGS:
            key = f"{JUDGE}{self.symptoms.chosen.symptom}" if self.symptoms.chosen else ""
            return next((each.question for each in self._steps if each.question.key == key), None)
        asked = self.forms[self._part].here
        return asked.step.question if asked else None


def has_runs(session: Session) -> bool:
    """True when logs of this session were read."""
    from coach.session.event.evidence import RunsLinked  # noqa: PLC0415 - after the first paint

    return any(body.runs for body in session.all(RunsLinked))
