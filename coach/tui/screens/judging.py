"""A screen on which one says what one makes of the symptoms of a walk, without leaving it for the question."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from coach.errors import CoachError
from coach.tui import command, walk_actions
from coach.tui import evidence_command as here
from coach.tui.evidence import onsets_of
from coach.tui.screens.hearing import Hearing
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.symptom_list import SymptomList

if TYPE_CHECKING:
    from coach.session.event.evidence import Verdict
    from coach.session.fold import Session
    from coach.session.step import Step
    from coach.tui.background_tasks import Act
    from coach.tui.evidence import Onset
    from coach.tui.interfaces import Walk
    from coach.tui.live import News

JUDGEMENT = "symptom-judged"
"""Kind of the events that can be taken back here; other answers are taken back where they are seen."""


class Judged(Message):
    """Something was done with the walk: its symptoms as they stand, and what to tell the person.

    Attributes:
        steps: the questions that are open beside them, where the screen asks them too.
    """

    def __init__(
        self, onsets: tuple[Onset, ...], says: str, error: CoachError | None, steps: tuple[Step, ...] = ()
    ) -> None:
        super().__init__()
        self.steps = steps
        self.onsets = onsets
        self.says = says
        self.error = error


class Judging(Hearing):
    """Takes judgements, one at a time and never on the event loop.

    Attributes:
        is_busy: a judgement is being confirmed, or the logs are still being read; keys wait for that.
        free_keys: those that do not wait.
    """

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
            chosen = self.symptoms.chosen
            return self.symptoms.has_focus and chosen is not None and not chosen.action
        if action == command.TakeBack.action():
            return self._can_take_back()
        if action == command.BringBack.action():
            return self._can_bring_back()
        return super().check_action(action, parameters)

    def _can_take_back(self) -> bool:
        return can_take_back(self.walk.session)

    def _can_bring_back(self) -> bool:
        return can_bring_back(self.walk.session)

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
            self._do(walk_actions.judge(onset.symptom, verdict, reason))

    def _do(self, task: Act) -> None:
        """Do something with the walk, in a thread."""
        self.is_busy = True
        self.run_worker(partial(self._done, task), thread=True, group="walk")

    def _done(self, task: Act) -> None:
        says, refusal = "", None
        try:
            says = task(self.walk)
        except CoachError as error:
            refusal = error
        self.post_message(self._stood(says, refusal))

    def _stood(self, says: str, refusal: CoachError | None) -> Judged:
        """Give how the walk stands after something was done with it; called in a thread."""
        return Judged(onsets_of(self.walk.session), says, refusal)

    async def on_judged(self, event: Judged) -> None:
        """Show the symptoms as they stand, and what was done."""
        event.stop()
        if not await self._goes_on(event):
            return
        self.symptoms.show(event.onsets)
        is_asked = self.asks_which(event.error, self._do)
        if event.error is not None and not is_asked:
            self.advice.wrong(event.error)
        elif event.says:
            self.advice.done(event.says)
        self.refresh_bindings()
        self._let_keys_go()

    @property
    def is_occupied(self) -> bool:
        """True while something is being done with the walk."""
        return self.is_busy

    async def show_news(self, news: News) -> None:  # noqa: ARG002 - the symptoms are looked up anew
        """Look the symptoms up anew."""
        self._do(walk_actions.look)

    async def _goes_on(self, _event: Judged) -> bool:
        """Take up what else follows; gives whether this screen is still wanted."""
        return True

    def look_again(self) -> None:
        """Pick up what another terminal wrote."""
        self._do(walk_actions.pick_up)

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
        self._do(walk_actions.take_back)

    def action_bring_back(self) -> None:
        """Bring back what was taken back."""
        self._do(walk_actions.bring_back)


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
