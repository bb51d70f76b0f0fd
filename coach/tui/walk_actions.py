"""What can be done with a walk, as functions that give what to tell the person afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.plain_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.session.event.evidence import Verdict
    from coach.session.step import Step
    from coach.tui.background_tasks import Act
    from coach.tui.interfaces import Walk
    from coach.tui.screens.note import Remark


def confirm(data: object) -> Act:
    """Give the act of confirming an answer: text as typed, anything else as an answers file holds it."""

    def act(walk: Walk) -> str:
        if isinstance(data, str):
            walk.answer_text(data)
        else:
            walk.answer_data(data)
        return ""

    return act


def take_page(answers: Mapping[str, object]) -> Act:
    """Give the act of confirming a page."""

    def act(walk: Walk) -> str:
        walk.take(answers)
        if walk.opening is not None:
            walk.opening.settle()
        return ""

    return act


def revise(step: Step, data: object) -> Act:
    """Give the act of confirming a change to a table: text as typed, anything else as an answers file holds it."""

    def act(walk: Walk) -> str:
        from coach.session.answers.answer import parse_data  # noqa: PLC0415 - in the thread

        walk.revise(step, parse_data(step.question, data))
        return "Kept. What follows from it is beside this."

    return act


def take(answers: Mapping[str, object], says: str = "") -> Act:
    """Give the act of confirming answers to the sheet together."""

    def act(walk: Walk) -> str:
        walk.take(answers)
        return says

    return act


def commit(answers: Mapping[str, object]) -> Act:
    """Give the act of confirming a decision with its forecast, and the seal that follows with nothing to say."""

    def act(walk: Walk) -> str:
        from coach.session.form import GoOn  # noqa: PLC0415 - in the thread

        stage, sheet = walk.position.stage, walk.supposing(answers).sheet
        steps = sheet.steps if sheet and sheet.stage == stage else ()
        seals = {step.question.key: "" for step in steps if isinstance(step.question.form, GoOn)}
        walk.take({**answers, **seals})
        return ""

    return act


def add_line(step: Step, line: str) -> Act:
    """Give the act of confirming one more line of a list, which stays open."""

    def act(walk: Walk) -> str:
        from coach.session.step import Items  # noqa: PLC0415 - in the thread

        walk.revise(step, Items((line,), done=False))
        return "Kept."

    return act


JUDGED = {
    "evidence": "Kept as evidence.",
    "confusion": "Kept as an open confusion.",
    "dismissed": "Dismissed, with its reason.",
}


def judge(symptom: str, verdict: Verdict, reason: str = "") -> Act:
    """Give the act of saying what one makes of a symptom."""

    def act(walk: Walk) -> str:
        walk.judge(symptom, verdict, reason)
        return JUDGED[verdict]

    return act


def look(_walk: Walk) -> str:
    """Do nothing but look."""
    return ""


def take_back(walk: Walk) -> str:
    """Take back the last answer."""
    return _moved(walk.undo(), "Took back", "There is nothing to take back.", " (^r brings it back)")


def bring_back(walk: Walk) -> str:
    """Bring back what was taken back last."""
    return _moved(walk.redo(), "Brought back", "There is nothing to bring back.")


def leave_open(walk: Walk) -> str:
    """Leave an optional question open."""
    walk.skip()
    return "Left open."


def pass_keyboard(walk: Walk) -> str:
    """Let the other one type, where several people share a keyboard."""
    to = walk.pass_keyboard()
    return f"{one_line(to)} types now." if to else "Nobody shares this keyboard."


def pick_up(walk: Walk) -> str:
    """Pick up what another terminal wrote."""
    return "Another terminal added to this session." if walk.refresh() else ""


def insist(walk: Walk) -> str:
    """Confirm what was refused because somebody else had answered."""
    walk.insist()
    if walk.opening is not None:
        walk.opening.settle()
    return "Yours counts now; theirs stays in the log."


def take_theirs(walk: Walk) -> str:
    """Go on with what somebody else answered."""
    walk.refresh()
    return "Theirs stands."


def note(remark: Remark) -> Act:
    """Give the act of writing into the work log."""

    def act(walk: Walk) -> str:
        walk.note(remark.text)
        return "Noted."

    return act


def surprise(remark: Remark) -> Act:
    """Give the act of keeping a confusion."""

    def act(walk: Walk) -> str:
        walk.surprised(remark.text, welcome=remark.is_welcome)
        return "Kept as an open confusion."

    return act


def _moved(what: str | None, done: str, nothing: str, also: str = "") -> str:
    return nothing if what is None else f"{done}: {what}{also}" if what else f"{done}.{also}"


def read_ahead(walk: Walk, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]) -> None:
    """Read the logs that were named, and the runs beside a planned one; raises RunReadError."""
    walk.read_ahead(progress, cancelled)
