"""How likely each explanation is before the evidence is weighed, the catch-all last."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.base_rates import learned_shares
from coach.reasoning.revision import other_prior_learned
from coach.reasoning.scale import format_probability
from coach.session.answers.reading import number, table
from coach.session.catch_all import UNKNOWN
from coach.session.classes import classes_of
from coach.session.event.hypothesis import CatchAllGiven, CatchAllPart, PriorsGiven
from coach.session.form import Chance, Option, Table
from coach.session.hypotheses import hypotheses, is_weighed
from coach.session.observations import in_own_words
from coach.session.step import Note, Question, Step
from coach.session.stuck.unseen import unseen
from coach.session.word_score import word_nats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from coach.session.event import Body
    from coach.session.hypotheses import HypothesisView
    from coach.session.step import Answer, Place, Track

COMMONEST = 0.4
"""Starting weight of the failure mode that is likeliest before the evidence; others in proportion (editorial)."""


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about how likely each explanation is before the evidence is weighed."""
    session = place.session
    views = hypotheses(session)
    if any(not is_weighed(view) for view in views):
        yield odds(place)
    if session.last(CatchAllGiven) is None:
        yield catch_all(place)


def odds(place: Place) -> Step:
    """Give the question how likely each explanation is on its own, filled with what was said."""
    session = place.session
    views = [view for view in hypotheses(session) if not view.late]
    expected = _expected(place)
    starting = {view.id: _starting_weight(expected, view) for view in views}

    def accept(answer: Answer) -> tuple[Body, ...]:
        cells = {row: values[0] for row, values in table(answer).items()}
        weights = {row: value for row, value in cells.items() if value is not None}
        if not weights:
            raise AnswerError(
                "every one is “no idea”", hint="Give at least one a rough word, even if it is “even”."
            )
        untouched = tuple(row for row, value in weights.items() if value == starting[row])
        unknown = tuple(row for row, value in cells.items() if value is None)
        return (PriorsGiven(weights=weights, no_idea=unknown, editorial=untouched),)

    return Step(
        question=Question(
            key="odds.priors",
            text="How likely is each, on its own, before you weigh the evidence? They need not add up.",
            why="Written down first, a number cannot be bent by the result. “No idea” is an answer too. What "
            "stands beside a cause of the catalogue is our own starting weight, no measurement: how common it is, and "
            "how well it fits what the run did and what you wrote. Change it freely."
            f"{_counted(place)}",
            source="Rahtz 2018 (how likely on their own, then how likely given everything seen)",
            form=Table(
                rows=tuple(Option(view.id, view.text) for view in views),
                columns=(Option("prior", "how likely"),),
                no_idea=True,
                suggested=_as_text(starting) | {view.id: ("no idea",) for view in views if view.no_idea},
            ),
            example="likely, 30%, 1:4",
            notes=_sources(place, views),
        ),
        accept=accept,
    )


def _sources(place: Place, views: Iterable[HypothesisView]) -> tuple[Note, ...]:
    found = ((view, place.catalogue.failure_mode(view.failure_mode)) for view in views)
    return tuple(
        Note(f"Where “{view.text}” comes from", mode.source) for view, mode in found if mode and mode.source
    )


def _as_text(weights: Mapping[str, float | None]) -> dict[str, tuple[str]]:
    return {row: (f"{100 * weight:g}%",) for row, weight in weights.items() if weight is not None}


def _starting_weight(expected: Mapping[str, float], view: HypothesisView) -> float | None:
    if view.weight is not None:
        return view.weight
    if view.failure_mode not in expected:
        return None
    likeliest = max(expected.values())
    return max(1, round(100 * COMMONEST * expected[view.failure_mode] / likeliest)) / 100


def _expected(place: Place) -> dict[str, float]:
    """Give how likely each failure mode is before the evidence, relative to the others, by its id.

    That is how common it is, for what the run did, times what the person's own words are worth.
    """
    classes = classes_of(place.session)
    words = place.words.scores(in_own_words(place.session))
    more = _learned(place)
    return {
        mode.id: more.get(mode.id, 1.0)
        * place.catalogue.weight_in_class(mode, classes)
        * math.exp(word_nats(words, mode.id))
        for mode in place.catalogue.failure_modes
    }


def _learned(place: Place) -> dict[str, float]:
    """Give by how much one's own closed sessions make each failure mode commoner; nothing where none is known."""
    weights = {mode.id: mode.weight for mode in place.catalogue.failure_modes}
    times = {mode: count for mode, count in place.learned().times.items() if mode in weights}
    if not times:
        return {}
    total = math.fsum(weights.values())
    return {mode: share * total / weights[mode] for mode, share in learned_shares(weights, times).items()}


def _counted(place: Place) -> str:
    """Give how often the causes on the list came in one's own sessions; empty where none did."""
    times, views = place.learned().times, hypotheses(place.session)
    came = {view.text: times[view.failure_mode] for view in views if times.get(view.failure_mode)}
    if not came:
        return ""
    said = ", ".join(f"“{text}” in {count}" for text, count in came.items())
    return f" Of {sum(times.values())} causes in your own sessions: {said}; the start counts that in."


def catch_all(place: Place) -> Step:
    """Give the question how often the cause is on nobody's list, filled with what was said or else learned."""

    def accept(answer: Answer) -> tuple[Body, ...]:
        probability = min(0.95, max(0.05, number(answer)))
        return (CatchAllGiven(probability=probability, parts=_parts(place)), *unseen(place))

    given, track = place.session.last(CatchAllGiven), place.track
    learned = other_prior_learned(track.outside, track.closed, _left(place))
    return Step(
        question=Question(
            key="odds.catch-all",
            text="Of ten sessions like this, in how many is the cause on nobody's list? As a chance.",
            why=f"A list always looks complete from inside. {_start(track, learned)}",
            source="Fischhoff, Slovic and Lichtenstein 1978 (cited from memory)",
            form=Chance(),
            suggested=format_probability(given.probability if given else learned),
        ),
        accept=accept,
    )


def _left(place: Place) -> float:
    """Give the share of what is beyond one's own list that was not picked from the catalogue.

    Of that, `UNKNOWN` is what no catalogue holds, and the rest is spread over its causes as they are expected.
    """
    views, expected = hypotheses(place.session), _expected(place)
    own = {view.failure_mode for view in views if view.origin == "own"}
    beyond = math.fsum(p for each, p in expected.items() if each not in own)
    picked = math.fsum(expected.get(view.failure_mode, 0.0) for view in views if view.origin == "catalogue")
    return 1 - (1 - UNKNOWN) * picked / beyond if beyond > 0 else 1.0


def _parts(place: Place) -> dict[str, CatchAllPart]:
    """Give what "something else" may be made of: the catalogue's causes, as likely as they are before the evidence."""
    expected = _expected(place)
    total = math.fsum(expected.values())
    return {
        mode.id: CatchAllPart(name=mode.name, share=expected[mode.id] / total)
        for mode in place.catalogue.failure_modes
    }


def _start(track: Track, learned: float) -> str:
    if not track.closed:
        return (
            "Until your own sessions say otherwise, the coach starts at 30 % for a list made without a catalogue, less "
            f"what you picked from ours: {format_probability(learned)}. Both are editorial; it never goes under 5 %."
        )
    ended = "1 closed investigation" if track.closed == 1 else f"{track.closed} closed investigations"
    return (
        f"Of your {ended}, {track.outside} ended with a cause that was not on the first list; together with the "
        "coach's own starting point, 30 % for a list made without a catalogue less what you picked from ours, that "
        f"makes {format_probability(learned)}."
    )
