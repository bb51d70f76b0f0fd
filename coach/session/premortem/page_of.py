"""The page on which a pre-mortem stands: its open questions, with what is known of them, as lines of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.premortem import LEAK_THAT_MATTERS
from coach.reasoning.scale import format_probability
from coach.session.causes import predictions
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import EarlierRunsRead
from coach.session.exhibit import Say
from coach.session.form import GoOn
from coach.session.page_labels import LOOKING, PREMORTEM_TITLE
from coach.session.premortem.arithmetic import arithmetic, listed, remaining_if
from coach.session.premortem.decisions import still_deferred
from coach.session.premortem.page_lines import can_be_drawn, lines_of
from coach.session.premortem.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.session.fold import Session
    from coach.session.premortem.pages import Texts
    from coach.session.sheet import Sheet


class _Part(NamedTuple):
    """Where questions stand, and what is above them; without a title the first question is above them."""

    number: int
    title: str = ""


_PARTS = {
    "plan": _Part(1, PREMORTEM_TITLE),
    "predictions": _Part(2, "What would success look like, and how likely is it?"),
    "doubt": _Part(2),
    "causes": _Part(3),
    "catalogue": _Part(3),
    "thinking": _Part(3, "Each cause: chance, whose doing; how it would show, what prevents it, minutes"),
    "decisions": _Part(4, "Which of it do you prevent?"),
    "again": _Part(4),
    "watching": _Part(5, "What would tell you early, and when do you look?"),
    "launch": _Part(5),
}
_LAST = 6
SEALS = "enter seals this: what stands now is what gets scored."
TOGETHER = "pair."
"""How the keys of questions begin that people answer together, after each did alone."""
SEAL, DECIDE = "launch.seal", "launch.decide"


def page_of(session: Session, sheet: Sheet | None) -> Page | None:
    """Give the page for the questions that can be answered now; None where they are asked one by one.

    Args:
        session: a pre-mortem.
        sheet: its open questions.
    """
    if sheet is None or sheet.stage not in _PARTS or not all(can_be_drawn(step) for step in sheet.steps):
        return None
    if any(step.question.key.startswith(TOGETHER) for step in sheet.steps):
        return None
    steps = {step.question.key: step for step in sheet.steps}
    part = _PARTS[sheet.stage]
    picks = next((key for key in steps if key.startswith("catalogue.picks-")), "")
    first = steps[picks].question if picks else sheet.steps[0].question
    seals = (SEAL,) if sheet.stage == "watching" or SEAL in steps else ()
    return Page(
        number=_LAST if DECIDE in steps else part.number,
        title=part.title or first.text,
        lines=tuple(
            line
            for step in sheet.steps
            if not isinstance(step.question.form, GoOn)
            for line in lines_of(session, step, sheet.prefilled.get(step.question.key))
        ),
        steps=steps,
        said=tuple(_said(session, sheet)),
        also=seals,
        takes="seals this" if seals else "takes the page",
        live=_live(session, sheet, is_sealed=bool(seals)),
    )


def _live(session: Session, sheet: Sheet, *, is_sealed: bool) -> Callable[[Texts], str]:
    """Give the line that follows from what stands in the cells."""
    if sheet.stage == "decisions":
        return lambda texts: _left(session, texts)
    return lambda _texts: SEALS if is_sealed else ""


def _said(session: Session, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Give what is to be read before the cells, with its tone."""
    if sheet.stage == "plan":
        yield from _earlier(session)
    elif sheet.stage == "watching":
        yield from _to_be_sealed(session)
    else:
        own = [each for step in sheet.steps for each in sheet.beside.get(step.question.key, ())]
        for each in (*sheet.exhibits, *own):
            if isinstance(each, Say) and sheet.stage != "decisions":  # its sums follow from the cells
                yield each.text, each.tone


def _earlier(session: Session) -> Iterator[tuple[str, str]]:
    read, named = session.last(EarlierRunsRead), session.all(RunsLinked)
    if read is not None and read.runs:
        yield f"Earlier runs: {' · '.join(read.says)}", "quiet"
    elif read is not None:
        yield "Earlier runs: none found there, or beside it", "quiet"
    elif named:
        yield LOOKING, "quiet"


def _to_be_sealed(session: Session) -> Iterator[tuple[str, str]]:
    for view in predictions(session):
        yield f"You predict: {view.made.text}, {format_probability(view.made.probability)}", "plain"
    yield from ((each.text, each.tone) for each in still_deferred(session))


def _left(session: Session, texts: Texts) -> str:
    """Give what is left of the listed chance of failing once what is marked as done is done."""
    done = {
        where.key.removeprefix("decisions.")
        for where, text in texts.items()
        if where.name == "decision" and text == "done"
    }
    left = format_probability(remaining_if(session, done))
    sums = arithmetic(session)
    felt = f"You feel {format_probability(sums.holistic)} of failing. " if sums is not None else ""
    unnamed = sums is not None and sums.leak > LEAK_THAT_MATTERS
    comes_to = format_probability(listed(session))
    said = f"{felt}Your list comes to {comes_to}, and to {left} with what is marked as done."
    return f"{said} Something you have not named makes up the rest." if unnamed else said
