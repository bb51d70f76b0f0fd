"""A screen on which one says what one makes of the symptoms of a walk, without leaving it for the question."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from coach.errors import CoachError
from coach.tui import act, command
from coach.tui import evidence_command as here
from coach.tui.evidence import onsets_of
from coach.tui.screens.fitted import FittedScreen
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.symptom_list import SymptomList

if TYPE_CHECKING:
    from coach.session.event.evidence import Verdict
    from coach.session.fold import Session
    from coach.tui.app import CoachApp
    from coach.tui.errand import Act
    from coach.tui.evidence import Onset
    from coach.tui.port import Walk

JUDGEMENT = "symptom-judged"
"""Kind of the events that can be taken back here; other answers are taken back where they are seen."""


class Judged(Message):
    """Something was done with the walk: its symptoms as they stand, and what to tell the person."""

    def __init__(self, onsets: tuple[Onset, ...], says: str, error: CoachError | None) -> None:
        super().__init__()
        self.onsets = onsets
        self.says = says
        self.error = error


class Judging(FittedScreen):
    """Takes judgements, one at a time and never on the event loop.

    Attributes:
        is_busy: a judgement is being confirmed, or the logs are still being read; keys wait for that.
        free_keys: those that do not wait.
    """

    app: CoachApp

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk
        self.is_busy = False
        self.free_keys: frozenset[str] = frozenset()
        self.symptoms = SymptomList()
        self.advice = Advice()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        if action in _JUDGING:
            return self.symptoms.has_focus and self.symptoms.chosen is not None
        if action == command.TakeBack.action():
            return can_take_back(self.walk.session)
        if action == command.BringBack.action():
            return can_bring_back(self.walk.session)
        return super().check_action(action, parameters)

    def _let_keys_wait(self) -> None:
        """Keep keys until the logs were read; only leaving does not wait."""
        self.is_busy = True
        leaving = (command.GoBack, command.LeaveCoach, command.ExplainQuestion)
        self.free_keys = frozenset({"escape", *(key for each in leaving for key in each.pressed())})

    def _let_keys_go(self) -> None:
        """Act on the keys that waited, in order."""
        self.is_busy, self.free_keys = False, frozenset()
        self.app.call_later(self.app.keys.release)

    def _judge(self, verdict: Verdict, reason: str = "") -> None:
        onset = self.symptoms.chosen
        if onset is not None:
            self._do(act.judge(onset.symptom, verdict, reason))

    def _do(self, errand: Act) -> None:
        """Do something with the walk, in a thread."""
        self.is_busy = True
        self.run_worker(partial(self._done, errand), thread=True, group="walk")

    def _done(self, errand: Act) -> None:
        says, refusal = "", None
        try:
            says = errand(self.walk)
        except CoachError as error:
            refusal = error
        self.post_message(Judged(onsets_of(self.walk.session), says, refusal))

    def on_judged(self, event: Judged) -> None:
        """Show the symptoms as they stand, and what was done."""
        event.stop()
        self.symptoms.show(event.onsets)
        if event.error is not None:
            self.advice.wrong(event.error)
        elif event.says:
            self.advice.done(event.says)
        self.refresh_bindings()
        self._let_keys_go()

    def look_again(self) -> None:
        """Pick up what another terminal wrote."""
        self._do(act.pick_up)

    def action_accept_evidence(self) -> None:
        """Keep the symptom as evidence."""
        self._judge("evidence")

    def action_mark_confusion(self) -> None:
        """Keep the symptom as a confusion."""
        self._judge("confusion")

    def action_dismiss_symptom(self) -> None:
        """Ask for the reason, then dismiss the symptom."""
        from coach.tui.screens.dismissal import DismissalScreen  # noqa: PLC0415 - only what is shown is loaded

        def given(reason: str | None) -> None:
            if reason is not None:
                self._judge("dismissed", reason)

        if self.symptoms.chosen is not None:
            self.app.push_screen(DismissalScreen(self.symptoms.chosen), given)

    def action_take_back(self) -> None:
        """Take back the last judgement."""
        self._do(act.take_back)

    def action_bring_back(self) -> None:
        """Bring back what was taken back."""
        self._do(act.bring_back)


def can_take_back(session: Session) -> bool:
    """True when the newest answer is a judgement."""
    turn = session.undoable
    return turn is not None and all(event.body.kind == JUDGEMENT for event in turn.events)


def can_bring_back(session: Session) -> bool:
    """True when what was taken back last is a judgement."""
    withdrawal = session.redoable
    targets = getattr(withdrawal.body, "targets", ()) if withdrawal else ()
    kinds = {event.body.kind for event in session.events if event.id in targets}
    return kinds == {JUDGEMENT}


_JUDGING = frozenset(each.action() for each in (here.AcceptEvidence, here.DismissSymptom, here.MarkConfusion))
