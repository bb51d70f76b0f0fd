"""What each person gave to what came, and what the pool gave to it: apart and together."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.reasoning.problem import OTHER
from coach.reasoning.scale import SURPRISE, elicited_likelihood, format_probability
from coach.session.beliefs import belief_rows
from coach.session.event.experiment import Committed, FixConfirmed, OutcomePredicted, ResultRecorded
from coach.session.event.hypothesis import CatchAllGiven, LikelihoodsGiven, PriorsGiven
from coach.session.event.pairing import Pooled, Revealed
from coach.session.event.premortem import DoubtRated, RunJudged
from coach.session.exhibit import Grid, Say
from coach.session.fold import fold
from coach.session.pairing.judged import judgement
from coach.session.pairing.people import people
from coach.session.pairing.pool import OTHER_HIGH, OTHER_LOW
from coach.session.pairing.rounds import find_round
from coach.session.prefilled import NO_IDEA
from coach.session.seal import sealed_ids
from coach.session.supposing import supposing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session

Kind = Literal["failure", "cause", "outcome"]
KINDS: dict[Kind, str] = {
    "failure": "the run failing",
    "cause": "what the cause was",
    "outcome": "what came of what was done",
}
WEIGHING, FORECAST = "weighing.", "commitment.prediction-"


class Apart(NamedTuple):
    """One thing that came, and what it was given.

    Attributes:
        given: the probability that each person's own sealed answer gave it, by name.
        pool: the probability that the pool gave it.
    """

    kind: Kind
    given: tuple[tuple[str, float], ...]
    pool: float

    @property
    def better(self) -> float:
        """What the better of them gave it."""
        return max(p for _, p in self.given)


def nats(probability: float) -> float:
    """Give -ln of the probability that was given to what came: 0 is best, endless for 0."""
    return -math.log(probability) if probability > 0 else math.inf


def apart(session: Session) -> tuple[Apart, ...]:
    """Give what came of what two people or more had answered alone before a seal; nothing where one walked alone."""
    if not people(session):
        return ()
    return (*_failure(session), *_cause(session), *_outcomes(session))


def _last_answers(session: Session, sealed: frozenset[str]) -> dict[str, dict[str, object]]:
    """Give everybody's last sealed answer to each question as data, by question and person."""
    rounds = {
        (body.question, body.round)
        for event, body in session.entries(Revealed)
        if event.id in sealed and judgement(body.question) not in (None, "list")
    }
    found: dict[str, dict[str, object]] = {}
    for question, number in sorted(rounds, key=lambda each: each[1]):
        for person, answers in find_round(session, question, number).answers.items():
            found.setdefault(question, {})[person] = _data(answers[-1])
    return found


def _data(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _chance(value: object) -> float | None:
    """Give a probability that somebody's coach wrote; None where it is none."""
    if isinstance(value, str):
        value = _data(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isinstance(value, int | float) and 0 <= value <= 1 else None


def _failure(session: Session) -> Iterator[Apart]:
    judged, sealed = session.last(RunJudged), sealed_ids(session)
    rated = [body for event, body in session.entries(DoubtRated) if event.id in sealed]
    if judged is None or not rated:
        return
    answers = _last_answers(session, sealed).get(f"doubt.round-{rated[-1].round}", {})
    given = [(person, p) for person, data in answers.items() if (p := _risk(data)) is not None]
    if len(given) > 1:
        yield Apart(
            "failure",
            tuple((person, p if judged.failed else 1 - p) for person, p in given),
            rated[-1].probability if judged.failed else 1 - rated[-1].probability,
        )


def _risk(data: object) -> float | None:
    if not isinstance(data, dict):
        return None
    midpoint = next((each.probability for each in SURPRISE if each.name == data.get("level")), None)
    return _chance(data["chance"]) if "chance" in data else midpoint


def _cause(session: Session) -> Iterator[Apart]:
    """Give what was held likely of the confirmed cause when the first step was decided, by whose numbers."""
    confirmed, sealed = session.last(FixConfirmed), sealed_ids(session)
    decided = next((at for at, each in enumerate(session.active) if isinstance(each.body, Committed)), None)
    if confirmed is None or decided is None:
        return
    then = fold(session.active[:decided])
    answers = _last_answers(then, sealed)
    persons = [each for each in people(session) if any(each in by for by in answers.values())]
    if len(persons) < 2 or not then.all(Pooled):  # noqa: PLR2004 - nobody to compare with
        return
    given = tuple(
        (each, _believed(supposing(then, _own(then, answers, each)), confirmed)) for each in persons
    )
    yield Apart("cause", given, _believed(then, confirmed))


def _outcomes(session: Session) -> Iterator[Apart]:
    """Give what each outcome that came had been given, by whose forecast."""
    sealed = sealed_ids(session)
    answers = _last_answers(session, sealed)
    pooled = {
        body.commitment: body for event, body in session.entries(OutcomePredicted) if event.id in sealed
    }
    came = {body.commitment: body.outcome for body in session.all(ResultRecorded)}
    for commitment, outcome in came.items():
        together = pooled.get(commitment)
        if together is None or outcome not in together.probability:
            continue
        at, count = list(together.probability).index(outcome), len(together.probability)
        by = answers.get(f"{FORECAST}{commitment}", {})
        given = tuple((who, p) for who, data in by.items() if (p := _forecast(data, at, count)) is not None)
        if len(given) > 1:
            yield Apart("outcome", given, together.probability[outcome])


def _forecast(data: object, at: int, count: int) -> float | None:
    rows = [*data.values()] if isinstance(data, dict) else []
    cells = rows[0] if len(rows) == 1 else None
    if not isinstance(cells, list) or len(cells) != count:
        return None
    return 1 / count if cells[at] == NO_IDEA else _chance(cells[at])


def _believed(session: Session, confirmed: FixConfirmed) -> float:
    rows = {row.id: row.posterior for row in belief_rows(session)}
    return rows.get(confirmed.hypothesis, rows[OTHER])


def _own(session: Session, answers: dict[str, dict[str, object]], person: str) -> tuple[Body, ...]:
    """Give what somebody's own numbers would have said in place of the pool's."""
    found = (_meaning(session, question, by[person]) for question, by in answers.items() if person in by)
    return tuple(body for body in found if body is not None)


def _meaning(session: Session, question: str, data: object) -> Body | None:
    match judgement(question):
        case "beyond":
            chance, stated = _chance(data), session.last(CatchAllGiven)
            if chance is None or stated is None:
                return None
            return stated.model_copy(update={"probability": min(OTHER_HIGH, max(OTHER_LOW, chance))})
        case "odds":
            cells = _cells(data)
            weights = {row: p for row, p in cells.items() if p is not None}
            unknown = tuple(row for row, p in cells.items() if p is None)
            return PriorsGiven(weights=weights, no_idea=unknown) if weights else None
        case "likelihoods":
            return _likelihoods(session, question.removeprefix(WEIGHING), _cells(data))
        case _:
            return None


def _likelihoods(session: Session, evidence: str, cells: dict[str, float | None]) -> Body | None:
    stated = [body for body in session.all(LikelihoodsGiven) if body.evidence == evidence]
    if not stated:
        return None
    return stated[-1].model_copy(
        update={
            "probability": {row: elicited_likelihood(p) for row, p in cells.items() if p is not None},
            "silent": tuple(row for row, p in cells.items() if p is None),
        }
    )


def _cells(data: object) -> dict[str, float | None]:
    rows = data.items() if isinstance(data, dict) else ()
    return {str(row): _chance(cells[0]) for row, cells in rows if isinstance(cells, list) and cells}


def in_a_sentence(each: Apart) -> str:
    """Give what each gave to what came, as one sentence."""
    said = ", ".join(f"{name} {format_probability(p)}" for name, p in each.given)
    return f"Apart and together, {KINDS[each.kind]}: {said}, the pool {format_probability(each.pool)}."


def apart_and_together(session: Session) -> tuple[Exhibit, ...]:
    """Give at the close what each gave to what came and what the pool gave; nothing where one walked alone."""
    return tuple(exhibit for each in apart(session) for exhibit in _told(each))


def _told(each: Apart) -> Iterator[Exhibit]:
    rows = [(name, format_probability(p), f"{nats(p):.2f}") for name, p in (*each.given, ("pool", each.pool))]
    yield Grid(
        f"{KINDS[each.kind].capitalize()}: apart and together", ("", "gave it", "log score"), tuple(rows)
    )
    against = each.pool - each.better
    yield Say(
        "The pool gave what came more than either of you did."
        if against > 0
        else "The better of you gave what came more than the pool did; which of you that is, nobody knew before. "
        "One session says little: coach review counts them.",
        "quiet",
    )
