"""What can be known without asking: for a question, an answer that may stand, and where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.classes import proposed_classes
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import EarlierRunsRead
from coach.session.form import Card, Marks, Several, Table
from coach.session.named_after import folder_names
from coach.session.observations import in_own_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.step import Place, Question, Step

LOG = "from the log"
FOLDER = "from the folder"
TITLE = "from the title"
LAST_TIME = "as last time"
EARLIER = "from earlier runs"
WORDS = "from what you wrote"
PLAYBOOK = "from the playbook"
RECORD = "from your closed investigations"
LENGTH = "from the length of a run"
USUAL = "unless you say otherwise"

LEAST_H = 1 / 60
"""Hours of a log under which it does not tell how long a run is: a try that was stopped at once (editorial)."""
NO_IDEA = "no idea"
_COMMITS = re.compile(r"^(again|commitment|decisions|try|result|closing|launch|outcome|pair)\.")
_ORIGINS = (
    ("evidence.judge.", LOG),
    ("hypotheses.match.", WORDS),
    ("causes.match.", WORDS),
    ("experiments.picks", PLAYBOOK),
    ("repairs.price", PLAYBOOK),
    ("thinking.", PLAYBOOK),
    ("watching.estimate", LENGTH),
)
"""Where what a question brings with it comes from, by the beginning of its key."""


class Prefilled(NamedTuple):
    """An answer nobody has given yet.

    Attributes:
        answer: as an answers file would hold it.
        origin: where it comes from, in a few words.
    """

    answer: object
    origin: str

    @property
    def is_known(self) -> bool:
        """False where it is no more than what people usually say."""
        return self.origin != USUAL


def commits(question: Question) -> bool:
    """True for a question whose answer commits to something, seals it, or says what happened: it is never filled in."""
    return _COMMITS.match(question.key) is not None


def prefilled(place: Place, step: Step) -> Prefilled | None:
    """Give the answer that may stand for a question; None where it is the person's alone, or nothing is known."""
    question = step.question
    if commits(question):
        return None
    known = _KNOWN.get(question.key)
    found = known(place) if known else _brought_along(place, question)
    if found is None:
        return None
    try:
        step.accept(parse_data(question, found.answer))
    except AnswerError:
        return None
    return found


def _brought_along(place: Place, question: Question) -> Prefilled | None:
    """Give what the question suggests by itself, in full."""
    answer = _suggested(question)
    return None if answer is None else Prefilled(answer, _origin(place, question))


def _suggested(question: Question) -> object:
    match question.form:
        case Table() as form:
            return _rows(form)
        case Card() as form:
            return {field.id: field.suggested for field in form.fields if field.suggested} or None
        case Marks(suggested=suggested):
            return dict(suggested)
        case Several(options=options):
            ids = {"all": ",".join(option.id for option in options), "none": ""}
            said = ids.get(question.suggested, question.suggested)
            return [each.strip() for each in said.split(",") if each.strip()] if question.suggested else None
        case _:
            return question.suggested or None


def _rows(form: Table) -> dict[str, list[str]] | None:
    unknown = (NO_IDEA if form.no_idea else "",) * len(form.columns)
    rows = {row.id: list(form.suggested.get(row.id, unknown)) for row in form.rows}
    return rows if all(all(cells) for cells in rows.values()) else None


def _origin(place: Place, question: Question) -> str:
    if question.key == "odds.catch-all" and place.track.closed:
        return RECORD
    if question.key == "evidence.facts":
        return LOG if any(body.set_up for body in place.session.all(RunsLinked)) else USUAL
    if question.key == "evidence.changed" and question.suggested != "none":
        return WORDS
    match question.form:
        case Marks(suggested=suggested):
            return WORDS if suggested else USUAL
        case Table(suggested=suggested, cell="chance"):
            is_told = any(set(cells) != {NO_IDEA} for cells in suggested.values())
            return PLAYBOOK if is_told else USUAL
        case _:
            return next((origin for start, origin in _ORIGINS if question.key.startswith(start)), USUAL)


def _working_on(place: Place) -> Prefilled | None:
    session = place.session
    title = session.opened.title.strip() if session.opened else ""
    if title:
        return Prefilled(title, TITLE)
    told = folder_names(session)
    return Prefilled(told, FOLDER) if told else None


def _run_length(place: Place) -> Prefilled | None:
    linked = [body for body in place.session.all(RunsLinked) if body.role == "evidence"]
    logged = max((run.logged_h or 0.0 for body in linked for run in body.runs), default=0.0)
    if logged >= LEAST_H:
        return Prefilled(_hours(logged), LOG)
    earlier = place.session.last(EarlierRunsRead)
    if earlier is not None and (earlier.hours or 0.0) >= LEAST_H:
        return Prefilled(_hours(earlier.hours or 0.0), EARLIER)
    last = place.last_time().hours
    return None if last is None else Prefilled(_hours(last), LAST_TIME)


def _hours(hours: float) -> str:
    return f"{hours:.3g}h" if hours >= 1 else f"{60 * hours:.3g} min"


def _run_price(place: Place) -> Prefilled | None:
    last = place.last_time().dollars
    return None if last is None else Prefilled(f"{last:g}", LAST_TIME)


def _class(place: Place) -> Prefilled | None:
    found = proposed_classes(place)
    return Prefilled(",".join(found), WORDS if in_own_words(place.session) else LOG) if found else None


_KNOWN: dict[str, Callable[[Place], Prefilled | None]] = {
    "frame.working-on": _working_on,
    "frame.run-length": _run_length,
    "frame.run-price": _run_price,
    "expectation.class": _class,
}
