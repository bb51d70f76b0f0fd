"""The evidence page of a walk: from the logs, from the person, and what makes it go away, judged beside the curves.

It answers the open questions of the evidence by their keys, in any order; which they are is the walk's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding

from coach.errors import AnswerError, CoachError
from coach.tui import command, walk_actions
from coach.tui import evidence_command as here
from coach.tui.draft import Address
from coach.tui.evidence import onsets_of
from coach.tui.page_bindings import unsaid
from coach.tui.screens.evidence import EvidenceScreen
from coach.tui.screens.evidence_parts import LOGS, NAMES, TRIED, TRIED_KEYS, EvidenceParts, PageSymptoms
from coach.tui.screens.judging import Judged
from coach.tui.view import evidence_steps

if TYPE_CHECKING:
    from textual.binding import BindingType

    from coach.session.step import Step
    from coach.tui.evidence import Evidence
    from coach.tui.interfaces import Walk
    from coach.tui.live import News
    from coach.tui.widgets.answer_forms import AnswerForms
    from coach.tui.widgets.part_tabs import PartTabs


_OF_THE_CURVES = (*here.OF_THE_CURVES, here.ShowRun, here.AllSteps)


class EvidencePage(EvidenceParts):
    """The runs with three parts below them; dismissed with True once everything here was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(here.NextPart, here.TakeEvidence),
        *unsaid(command.bindings(here.AcceptRest, *_OF_THE_CURVES, command.TakeBack, command.GoBack)),
        *unsaid(command.bindings_anywhere(command.WriteNote, command.ThatSurprisedMe)),
        Binding("enter", "take_part", "Take this part", show=False),
    ]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self._ends_with: Literal["", "taken", "back", "heard"] = ""

    def _take_up(self, _found: Evidence) -> None:
        """Leave the cursor where it is: one has begun already."""
        if not self.advice.is_message:
            self.advice.keys(self._hint())
        self.refresh_bindings()

    def _brought_into_view(self) -> bool:
        """Show open symptoms that were never in view; gives whether there were any."""
        unseen = [each for each in self.symptoms.open_ones if each.symptom not in self.page_symptoms.seen]
        if not unseen:
            return False
        self._turn(LOGS)
        self.symptoms.go_to(unseen[0].number)
        says = f"{len(unseen)} had not been in view. Press enter again to go on."
        # Said behind the message in which the list tells where one is now, which says something else.
        self.symptoms.call_later(self.call_later, self.advice.warn, says)
        return True

    def _brought_forms_into_view(self) -> bool:
        if self.known.was_in_view:
            self.forms[TRIED].seen.add(self.known.key)
        for part, forms in self.forms.items():
            if forms.unseen:
                self._turn(part, forms.unseen)
                self.call_after_refresh(
                    self.advice.warn, "This is filled in already. Press enter again to go on."
                )
                return True
        return False

    def action_accept_rest(self) -> None:
        """Accept every open symptom as evidence."""
        if not self._brought_into_view() and (answers := self._judgements()):
            self._do(walk_actions.take(answers, f"{len(answers)} kept as evidence."))

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
            walk_actions.take(answers)(walk)
            for address, each in zip(addresses, answers.values(), strict=True):
                self.app.drafts.confirmed(address, None if isinstance(each, list) else each)
            return ""

        self._do(take)

    def action_next_part(self) -> None:
        """Turn to the next part."""
        self._turn((self._part + 1) % len(NAMES))

    def _stood(self, says: str, refusal: CoachError | None) -> Judged:
        return Judged(onsets_of(self.walk.session), says, refusal, evidence_steps(self.walk))

    async def show_news(self, news: News) -> None:
        """Ask what is still open; where somebody else took the page, leave it with them."""
        self._ends_with = "heard"
        await super().show_news(news)

    async def _goes_on(self, event: Judged) -> bool:
        """Leave the page when it was taken, here or by somebody else, or taken back; else ask what is still open."""
        ends, self._ends_with = self._ends_with, ""
        if event.error is None and (ends == "taken" or (ends in ("back", "heard") and not event.steps)):
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
        self._do(walk_actions.add_line(event.step, event.line))

    def on_answer_forms_changed(self, event: AnswerForms.Changed) -> None:
        """Keep what is marked or written, and see what follows from it."""
        event.stop()
        self.app.drafts.keep(self._address(event.question), event.draft)
        if self._look_where_new() or not self.advice.is_message:
            self.advice.keys(self._hint())

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
        self.app.take_remark(lambda remark: self._do(walk_actions.note(remark)), is_surprise=False)

    def action_that_surprised_me(self) -> None:
        """Keep a confusion."""
        self.app.take_remark(lambda remark: self._do(walk_actions.surprise(remark)), is_surprise=True)

    def action_explain_question(self) -> None:
        """Show why the question one is in is asked, and the keys."""
        self.app.explain(self._question)


_OF_THE_LOGS = frozenset(
    binding.action for binding in EvidenceScreen.BINDINGS if isinstance(binding, Binding)
) - {
    each.action() for each in (command.TakeBack, command.BringBack, command.ExplainQuestion, command.GoBack)
} - {"leave"} | {here.AcceptRest.action()}
"""What is done with symptoms and curves."""
