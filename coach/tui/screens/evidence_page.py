"""The evidence page of a walk: from the logs, from the person, and what makes it go away, judged beside the curves.

It answers the open questions of the evidence by their keys, in any order; which they are is the walk's business.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message

from coach.errors import AnswerError, CoachError
from coach.tui import act, command
from coach.tui import evidence_command as here
from coach.tui.draft import Address
from coach.tui.evidence import onsets_of
from coach.tui.screens.evidence import EvidenceScreen
from coach.tui.screens.judging import Judged
from coach.tui.view import evidence_steps
from coach.tui.widgets.answer_forms import AnswerForms
from coach.tui.widgets.first_looks import FirstLooks
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.part_tabs import PartTabs
from coach.tui.widgets.symptom_list import SymptomList
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from coach.session.fold import Session
    from coach.session.step import Question, Step
    from coach.session.triage.first_looks import Look
    from coach.tui.evidence import Evidence
    from coach.tui.port import Walk

LOGS, YOU, TRIED = range(3)
NAMES = ("From the logs", "From you", "Does it go away with …")
JUDGE = "evidence.judge."
"""How the questions about symptoms of the logs begin."""
TRIED_KEYS = frozenset({"evidence.contrasts", "evidence.changed", "evidence.facts"})
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


class EvidencePage(EvidenceScreen):
    """The runs with three parts below them; dismissed with True once everything here was taken."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/evidence.tcss", "../styles/evidence_page.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(here.AcceptRest, here.NextPart, here.TakeEvidence),
        *command.bindings_anywhere(command.WriteNote, command.ThatSurprisedMe),
        Binding("enter", "take_part", "Take this part", show=False),
    ]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk)
        self._steps = steps
        self._has_logs = has_runs(walk.session)
        self._part = LOGS if self._has_logs else YOU
        self._was_in = {self._part}
        self._ends_with: Literal["", "taken", "back"] = ""
        self.page_symptoms = PageSymptoms()
        self.symptoms = self.page_symptoms
        self.tabs = PartTabs(NAMES)
        self.forms = {YOU: AnswerForms(id="you"), TRIED: AnswerForms(id="tried")}
        self.looks = FirstLooks()

    def compose(self) -> ComposeResult:
        """Give the frame, and the symptoms, which are known before the logs are drawn."""
        yield TopLine("evidence", self.walk.session.title)
        with Horizontal(id="evidence"):
            with Vertical(id="lists"):
                yield self.runs
                yield self.tags
                yield self.typed
            yield self.curves
        yield self.tabs
        yield self.symptoms
        yield from self.forms.values()
        yield self.looks
        yield self.advice
        yield KeyLine()
        yield TooSmall()

    def _begin(self) -> None:
        """Ask at once; the curves come when the logs have been read, and nothing waits for them."""
        self.set_class(not self._has_logs, "-alone")
        self.symptoms.show(onsets_of(self.walk.session))
        self.call_after_refresh(self._ask_first)

    async def _ask_first(self) -> None:
        await self._ask(self._steps)
        self._turn(self._part)
        if self._has_logs:
            self._read()
        else:
            self.add_class("-read")

    def _take_up(self, _found: Evidence) -> None:
        """Leave the cursor where it is: one has begun already."""
        if not self.advice.is_message:
            self.advice.keys(self._hint())
        self.refresh_bindings()

    async def _ask(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        asked = [step for step in steps if not step.question.key.startswith(JUDGE)]
        for part, forms in self.forms.items():
            mine = [step for step in asked if (step.question.key in TRIED_KEYS) is (part == TRIED)]
            known = {step.question.key: self._begins_with(step.question) for step in mine}
            await forms.ask(mine, {key: each for key, each in known.items() if each is not None})
        self._look_anew(self._answers())

    def _begins_with(self, question: Question) -> object:
        suggestion = self.walk.suggestion(question.key)
        return self.app.drafts.wanted(self._address(question), suggestion, is_back=True)

    def _address(self, question: Question) -> Address:
        return Address(self.walk.session_id, question.key)

    def _turn(self, part: int, key: str = "") -> None:
        """Show a part, and begin at a question of it."""
        self._part = part
        self._was_in.add(part)
        self.set_class(part == YOU, "-you")
        self.set_class(part == TRIED, "-tried")
        self._count()
        if part == LOGS:
            self.symptoms.focus()
        else:
            if not self.forms[part].asked:
                self.set_focus(None)
            self.forms[part].enter(key)
        self.advice.keys(self._hint())
        self.refresh_bindings()

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
            return (
                f"enter accepts the {many} open ones · F8 goes on" if many else "enter turns to what you saw"
            )
        asked = self.forms[self._part].here
        said = self.walk.suggestion(asked.step.question.key) if asked else None
        if said is not None and said.says:
            return said.says
        hint = asked.form.hint() if asked else ""
        return hint or f"enter takes this {'page' if self._part == TRIED else 'part'}"

    @work(thread=True, exclusive=True, group="looks", exit_on_error=False)
    def _look_anew(self, answers: dict[str, object]) -> None:
        """Work out what to check first, beside the keyboard."""
        with suppress(CoachError):
            self.post_message(Looked(self.walk.first_looks(answers)))

    def on_looked(self, event: Looked) -> None:
        """Show what to check first."""
        event.stop()
        self.looks.show(event.looks)

    def _answers(self) -> dict[str, object]:
        """Give what stands on the page beside the symptoms; a part nobody has seen says nothing."""
        return {
            key: each
            for part, forms in self.forms.items()
            for key, each in (forms.answers() if part in self._was_in else forms.nothing()).items()
        }

    def _judgements(self) -> dict[str, object]:
        """Give the open symptoms as evidence, or as the guided case has them."""
        keys = [step.question.key for step in self._steps if step.question.key.startswith(JUDGE)]
        prepared = {key: self.walk.suggestion(key) for key in keys}
        return {key: each.data if each else ACCEPTED for key, each in prepared.items()}

    def _brought_into_view(self) -> bool:
        """Show open symptoms that were never in view; gives whether there were any."""
        unseen = [each for each in self.symptoms.open_ones if each.symptom not in self.page_symptoms.seen]
        if not unseen:
            return False
        self._turn(LOGS)
        self.symptoms.go_to(unseen[0].number)
        self.advice.warn(f"{len(unseen)} had not been in view. Once more takes what you see.")
        return True

    def _brought_forms_into_view(self) -> bool:
        for part, forms in self.forms.items():
            if forms.unseen:
                self._turn(part, forms.unseen)
                self.advice.warn("Filled in from what was read or written. Once more takes it.")
                return True
        return False

    def action_accept_rest(self) -> None:
        """Accept every open symptom as evidence."""
        if not self._brought_into_view() and (answers := self._judgements()):
            self._do(act.take(answers, f"{len(answers)} kept as evidence."))

    def action_take_part(self) -> None:
        """Take what is shown, and turn to the next part; after the last one, go on."""
        if self._part == TRIED:
            self.action_take_evidence()
            return
        if self._part == LOGS:
            if self._brought_into_view():
                return
            self.action_accept_rest()
        self._turn(self._part + 1)

    def action_take_evidence(self) -> None:
        """Go on: what is left open stands as it is shown."""
        if self._brought_into_view() or self._brought_forms_into_view():
            return
        answers = self._judgements() | self._answers()
        if not answers:
            self.dismiss(None)
            return
        self._ends_with = "taken"
        addresses = [Address(self.walk.session_id, key) for key in answers]

        def take(walk: Walk) -> str:
            act.take(answers)(walk)
            for address, each in zip(addresses, answers.values(), strict=True):
                self.app.drafts.confirmed(address, None if isinstance(each, list) else each)
            return ""

        self._do(take)

    def action_next_part(self) -> None:
        """Turn to the next part."""
        self._turn((self._part + 1) % len(NAMES))

    def _stood(self, says: str, refusal: CoachError | None) -> Judged:
        return Judged(onsets_of(self.walk.session), says, refusal, evidence_steps(self.walk))

    async def _goes_on(self, event: Judged) -> bool:
        """Leave the page when it was taken, or taken back; else ask what is still open."""
        ends, self._ends_with = self._ends_with, ""
        if event.error is None and (ends == "taken" or (ends == "back" and not event.steps)):
            self.dismiss(None)
            return False
        await self._ask(event.steps)
        self.call_after_refresh(self._count)
        if isinstance(event.error, AnswerError):
            self._turn(TRIED if event.error.where in TRIED_KEYS else self._part, event.error.where)
        return True

    def on_part_tabs_clicked(self, event: PartTabs.Clicked) -> None:
        """Turn to the part that was clicked."""
        event.stop()
        self._turn(event.place)

    def on_page_symptoms_taken(self, event: PageSymptoms.Taken) -> None:
        """Take the symptoms as they are shown."""
        event.stop()
        self.action_take_part()

    def on_answer_forms_taken(self, event: AnswerForms.Taken) -> None:
        """Take what is shown."""
        event.stop()
        self.action_take_part()

    def on_answer_forms_added(self, event: AnswerForms.Added) -> None:
        """Keep a line."""
        event.stop()
        self.app.drafts.keep(self._address(event.step.question), None)
        self._do(act.add_line(event.step, event.line))

    def on_answer_forms_changed(self, event: AnswerForms.Changed) -> None:
        """Keep what is marked or written, and see what follows from it."""
        event.stop()
        self.app.drafts.keep(self._address(event.question), event.draft)
        self.advice.keys(self._hint())
        self._look_anew(self._answers())

    @property
    def _has_symptoms(self) -> bool:
        return self._part == LOGS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what belongs to the part that is shown."""
        if action in _OF_THE_LOGS and self._part != LOGS:
            return False
        if action == here.AcceptRest.action():
            return bool(self.symptoms.open_ones)
        return super().check_action(action, parameters)

    def _can_take_back(self) -> bool:
        return self.walk.session.undoable is not None

    def _can_bring_back(self) -> bool:
        return self.walk.session.redoable is not None

    def action_take_back(self) -> None:
        """Take back the last answer, also one given before this page."""
        self._ends_with = "back"
        super().action_take_back()

    def action_write_note(self) -> None:
        """Write into the work log."""
        self.app.take_remark(lambda remark: self._do(act.note(remark)), is_surprise=False)

    def action_that_surprised_me(self) -> None:
        """Keep a confusion."""
        self.app.take_remark(lambda remark: self._do(act.surprise(remark)), is_surprise=True)

    def action_explain_question(self) -> None:
        """Show why the question one is in is asked, and the keys."""
        self.app.explain(self._question)

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


_OF_THE_LOGS = frozenset(
    binding.action for binding in EvidenceScreen.BINDINGS if isinstance(binding, Binding)
) - {
    each.action() for each in (command.TakeBack, command.BringBack, command.ExplainQuestion, command.GoBack)
} - {"leave"} | {here.AcceptRest.action()}
"""What is done with symptoms and curves."""
