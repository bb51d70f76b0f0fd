"""Explanations: one's own first, then a reason against the favourite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.answers.reading import words
from coach.session.event.common import Reopened
from coach.session.event.hypothesis import (
    DoubtNamed,
    FavouriteNamed,
    HypothesisAdded,
    LikelihoodsGiven,
    PriorsGiven,
)
from coach.session.exhibit import Say
from coach.session.form import Choice, Option, Text
from coach.session.hypotheses import hypotheses
from coach.session.lessons import lessons
from coach.session.matching import (
    Line,
    match_steps,
    own_line,
    recogniser,
    remembered,
)
from coach.session.misfit import alarm_reasons, alarm_round
from coach.session.observations import confusions
from coach.session.pace import pace
from coach.session.step import Question, Step
from coach.session.step_builders import growing_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Place

WANTED = 3
"""Explanations a full session wants before it goes on (Rahtz 2018 asks for all; three is editorial)."""


def wants(place: Place) -> str:
    """Give what the list of explanations still lacks."""
    missing = _wanted(place.session) - len(hypotheses(place.session))
    return f"{missing} more" if missing > 0 else ""


def _wanted(session: Session) -> int:
    return WANTED if pace(session) == "full" else 1


def own_steps(place: Place) -> Iterator[Step]:
    """Give the open questions about one's own explanations.

    What the catalogue calls a line that stands can be said while the list is still growing.
    """
    session = place.session
    growing = open_list(place)
    if growing is not None:
        yield growing
    yield from match_steps(place, listed(session), key="hypotheses.match")
    views = hypotheses(session)
    if growing is not None or not views:
        return
    if session.last(FavouriteNamed) is None:
        yield _favourite(place)
        return
    favourite = next((view for view in views if view.is_favourite), views[0])
    if not favourite.doubts and not session.is_skipped("hypotheses.doubt"):
        yield _doubt(favourite.id, favourite.text)


def open_list(place: Place) -> Step | None:
    """Give the list of explanations that is being written; None when what one could think of is written down."""
    session = place.session
    if not session.is_finished("hypotheses.own"):
        return _own_list(place)
    again = alarm_round(session)
    if again and not session.is_finished(f"hypotheses.again-{again}"):
        return _again(place, again)
    more = sum(1 for body in session.all(Reopened) if body.what == "explanations")
    if more and not session.is_finished(f"hypotheses.more-{more}"):
        return _more(place, more)
    return None


def listed(session: Session) -> tuple[Line, ...]:
    """Give the list of explanations; one is open until it has been weighed."""
    weighed = {
        each for body in session.all(PriorsGiven) for each in (*body.weights, *body.no_idea, *body.editorial)
    } | {each for body in session.all(LikelihoodsGiven) for each in (*body.probability, *body.silent)}
    return tuple(
        Line(view.id, view.text, view.origin, view.failure_mode, is_open=view.id not in weighed)
        for view in hypotheses(session)
    )


def _added(place: Place, text: str, earlier: tuple[Body, ...], *, late: bool) -> Body:
    just_now = [
        Line(body.hypothesis, body.text, body.origin, body.failure_mode)
        for body in earlier
        if isinstance(body, HypothesisAdded)
    ]
    line = own_line(place, text, (*listed(place.session), *just_now), fallback="explanation")
    return HypothesisAdded(
        hypothesis=line.id,
        text=line.text,
        origin="own",
        failure_mode=line.failure_mode,
        late=late,
    )


def _own_list(place: Place) -> Step:
    return _grown(
        place,
        key="hypotheses.own",
        text="What could explain all this? One a line: a boring bug, a subtle one, plain bad luck, a good "
        "thing gone wrong.",
        why="The first explanation that comes to mind is easily taken for the only one; the next run should choose "
        "between several.",
        source="Rahtz 2018; Graber et al. 2005 on premature closure (cited from memory)",
        example="The reward predictor never sees normalised observations.",
        at_least=_wanted(place.session),
    )


def _again(place: Place, again: int) -> Step:
    said: tuple[Exhibit, ...] = tuple(
        Say(f"Still open: {each.text}", "warn") for each in confusions(place.session) if each.settled is None
    )
    first, *others = alarm_reasons(place.session) or ("",)
    return _grown(
        place,
        key=f"hypotheses.again-{again}",
        text=f"{first} What else could it be?".strip(),
        why="The cause may not be on your list yet.",
        source="Chamberlin 1890 on several working hypotheses (cited from memory)",
        example="Two of the environments are wired to the same seed.",
        exhibits=(
            Say("A bug? A subtle one? A success for the wrong reason? Nothing at all? Bad luck?", "quiet"),
            *(Say(each, "warn") for each in others),
            *said,
        ),
    )


def _more(place: Place, more: int) -> Step:
    return _grown(
        place,
        key=f"hypotheses.more-{more}",
        text="What else could it be? One a line.",
        why="An explanation found late is split out of “something else”: half of what nobody had named is now its own, "
        "and everything seen so far is asked of it again. So the evidence that suggested it is not counted twice.",
        example="The evaluation environment has a different time limit.",
    )


def _grown(
    place: Place,
    *,
    key: str,
    text: str,
    why: str,
    example: str,
    source: str = "",
    at_least: int = 0,
    exhibits: tuple[Exhibit, ...] = (),
) -> Step:
    """Give a list of explanations; the first one is written before anything was weighed, later ones are late."""
    lines = listed(place.session)
    late = key != "hypotheses.own"
    return growing_list(
        key=key,
        text=text,
        why=why,
        source=source,
        existing=tuple(line.text for line in lines),
        body_for=lambda line, earlier: _added(place, line, earlier, late=late),
        at_least=at_least,
        gate="" if late else "three-explanations",
        example=example,
        exhibits=(*exhibits, *(() if late else lessons(place)), *remembered(place, lines)),
        beside=recogniser(place, lines),
    )


def _favourite(place: Place) -> Step:
    options = tuple(Option(view.id, view.text) for view in hypotheses(place.session))
    return Step(
        question=Question(
            key="hypotheses.favourite",
            text="If you had to bet now, which one?",
            why="Saying it aloud now lets you see later what the evidence did to it.",
            form=Choice(options),
        ),
        accept=lambda answer: (FavouriteNamed(hypothesis=words(answer)),),
        exhibits=remembered(place, listed(place.session)),
    )


def _doubt(hypothesis: str, text: str) -> Step:
    return Step(
        question=Question(
            key="hypotheses.doubt",
            text=f"Suppose “{text}” turns out wrong. Why was it wrong?",
            why="A reason against one's favourite brings confidence closer to the truth; reasons for it do not.",
            source="Koriat, Lichtenstein and Fischhoff 1980 (cited from memory)",
            form=Text(),
            example="It would have failed on every seed, and one of them learned.",
        ),
        accept=lambda answer: (DoubtNamed(hypothesis=hypothesis, text=words(answer)),),
    )
