"""Explanations: one's own first, then a reason against the favourite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.asking import growing_list
from coach.session.event.common import Reopened
from coach.session.event.hypothesis import (
    DoubtNamed,
    FavouriteNamed,
    HypothesisAdded,
)
from coach.session.exhibit import Say
from coach.session.form import Choice, Option, Text
from coach.session.hypotheses import hypotheses
from coach.session.observations import confusions
from coach.session.pace import pace
from coach.session.reading import words
from coach.session.rounds import alarm_round
from coach.session.slug import slug
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.catalogue import Catalogue
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
    """Give the open questions about one's own explanations."""
    session = place.session
    if not session.is_finished("hypotheses.own"):
        yield _own_list(place.session, place.catalogue)
        return
    again = alarm_round(session)
    if again and not session.is_finished(f"hypotheses.again-{again}"):
        yield _again(session, place.catalogue, again)
        return
    more = sum(1 for body in session.all(Reopened) if body.what == "explanations")
    if more and not session.is_finished(f"hypotheses.more-{more}"):
        yield _more(session, place.catalogue, more)
        return
    views = hypotheses(session)
    if not views:
        return
    if session.last(FavouriteNamed) is None:
        yield _favourite(session)
        return
    favourite = next((view for view in views if view.is_favourite), views[0])
    if not favourite.doubts and not session.is_skipped("hypotheses.doubt"):
        yield _doubt(favourite.id, favourite.text)


def _added(
    session: Session, catalogue: Catalogue, text: str, earlier: tuple[Body, ...], *, late: bool
) -> Body:
    taken = {view.id for view in hypotheses(session)}
    taken |= {body.hypothesis for body in earlier if isinstance(body, HypothesisAdded)}
    same = next(
        (mode for mode in catalogue.failure_modes if text.lower() in (mode.id, mode.name.lower())), None
    )
    return HypothesisAdded(
        hypothesis=slug(text, taken, fallback="explanation"),
        text=text,
        origin="own",
        failure_mode=same.id if same else "",
        late=late,
    )


def _own_list(session: Session, catalogue: Catalogue) -> Step:
    wanted = _wanted(session)
    return growing_list(
        key="hypotheses.own",
        text="What could explain all this? One a line: a boring bug, a subtle one, plain bad luck, a good "
        "thing gone wrong.",
        why="The first story that comes to mind is easily taken for the only one; the next run should choose "
        "between several.",
        source="Rahtz 2018; Graber et al. 2005 on premature closure (cited from memory)",
        existing=tuple(view.text for view in hypotheses(session)),
        body_for=lambda line, earlier: _added(session, catalogue, line, earlier, late=False),
        at_least=wanted,
        gate="three-explanations",
        example="The reward predictor never sees normalised observations.",
    )


def _again(session: Session, catalogue: Catalogue, again: int) -> Step:
    said: tuple[Exhibit, ...] = tuple(
        Say(f"Still open: {each.text}", "warn") for each in confusions(session) if each.settled is None
    )
    return growing_list(
        key=f"hypotheses.again-{again}",
        text="No story on your list expected that. What else could it be?",
        why="What just came out was unlikely under every explanation so far, so the cause may not be named yet.",
        source="Chamberlin 1890 on several working hypotheses (cited from memory)",
        existing=tuple(view.text for view in hypotheses(session)),
        body_for=lambda line, earlier: _added(session, catalogue, line, earlier, late=True),
        example="Two of the environments are wired to the same seed.",
        exhibits=(
            Say("A bug? A subtle one? A success for the wrong reason? Nothing at all? Bad luck?", "quiet"),
            *said,
        ),
    )


def _more(session: Session, catalogue: Catalogue, more: int) -> Step:
    return growing_list(
        key=f"hypotheses.more-{more}",
        text="What else could it be? One a line.",
        why="A story found late is split out of “something else”: half of what nobody had named is now its own, "
        "and everything seen so far is asked of it again. So the evidence that suggested it is not counted twice.",
        existing=tuple(view.text for view in hypotheses(session)),
        body_for=lambda line, earlier: _added(session, catalogue, line, earlier, late=True),
        example="The evaluation environment has a different time limit.",
    )


def _favourite(session: Session) -> Step:
    options = tuple(Option(view.id, view.text) for view in hypotheses(session))
    return Step(
        question=Question(
            key="hypotheses.favourite",
            text="If you had to bet now, which one?",
            why="Saying it aloud now lets you see later what the evidence did to it.",
            form=Choice(options),
        ),
        accept=lambda answer: (FavouriteNamed(hypothesis=words(answer)),),
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
