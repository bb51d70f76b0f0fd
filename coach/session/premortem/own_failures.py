"""It is tomorrow and the run has failed: what happened, and what did you do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.causes import causes
from coach.session.event.premortem import CauseAdded
from coach.session.exhibit import Say
from coach.session.lessons import lessons
from coach.session.matching import (
    NEARLY_NAMED,
    Line,
    match_steps,
    own_line,
    recogniser,
    remembered,
)
from coach.session.premortem.stated_risk import current_round
from coach.session.step_builders import growing_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.catalogue import Catalogue
    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Place, Step

PROMPTS_A_ROUND = 3
"""Prompts shown beside a later round (editorial; asking for many backfires)."""
WANTED = 3


def steps(place: Place) -> Iterator[Step]:
    """Give the open free list of the current round."""
    session = place.session
    now = current_round(session)
    key = f"causes.own-{now}"
    if not session.is_finished(key):
        yield _list(place, key, now)
        return
    yield from match_steps(place, listed(session), key="causes.match", yes_from=NEARLY_NAMED)
    if now == 1 and _few_are_mine(session) and not session.is_finished("causes.mine"):
        yield _mine(place)


def listed(session: Session) -> tuple[Line, ...]:
    """Give the list of causes; one is open until it has been judged."""
    return tuple(
        Line(view.id, view.text, view.origin, view.failure_mode, is_open=view.probability is None)
        for view in causes(session)
    )


def _added(place: Place, text: str, earlier: tuple[Body, ...], now: int) -> CauseAdded:
    just_now = [
        Line(body.cause, body.text, body.origin, body.failure_mode)
        for body in earlier
        if isinstance(body, CauseAdded)
    ]
    line = own_line(place, text, (*listed(place.session), *just_now), fallback="cause")
    return CauseAdded(
        cause=line.id,
        text=line.text,
        origin="own",
        round=now,
        failure_mode=line.failure_mode,
    )


def _list(place: Place, key: str, now: int) -> Step:
    lines = listed(place.session)
    return growing_list(
        key=key,
        text="It is tomorrow. The run has failed. What happened, and what did you do? One a line."
        if now == 1
        else "It failed again, in a way that is not on the list yet. What happened this time?",
        why="Taking the failure as a fact brings out concrete stories; “what could go wrong?” brings out worries.",
        source="Mitchell, Russo and Pennington 1989 (certainty, not the calendar, changes what people come up with)",
        existing=tuple(line.text for line in lines),
        body_for=lambda line, earlier: _added(place, line, earlier, now),
        at_least=WANTED if now == 1 else 0,
        gate="three-causes",
        example="I started it from the wrong branch and only saw it in the morning.",
        exhibits=(
            *(_prompts(place.catalogue, now) if now > 1 else lessons(place)),
            *remembered(place, lines),
        ),
        beside=recogniser(place, lines),
    )


def _prompts(catalogue: Catalogue, now: int) -> tuple[Exhibit, ...]:
    start = (now - 2) * PROMPTS_A_ROUND
    return tuple(Say(prompt.text, "quiet") for prompt in catalogue.prompts[start : start + PROMPTS_A_ROUND])


def _few_are_mine(session: Session) -> bool:
    views = causes(session)
    is_judged = bool(views) and all(view.owner is not None for view in views)
    return is_judged and sum(view.owner == "mine" for view in views) < len(views) / 2


def _mine(place: Place) -> Step:
    lines = listed(place.session)
    return growing_list(
        key="causes.mine",
        text="Most of these are somebody else's doing. What did you do, or leave undone, that made it fail?",
        why="In pre-mortems people dwell on what they cannot control; what they can is where prevention pays.",
        source="studies of self-serving attribution in pre-mortems (abstract only)",
        existing=tuple(line.text for line in lines),
        body_for=lambda line, earlier: _added(place, line, earlier, current_round(place.session)),
        example="I never ran one step with evaluation and checkpointing switched on.",
        exhibits=remembered(place, lines),
        beside=recogniser(place, lines),
    )
