"""What a list of sessions shows of one session, kept with it so that nothing else need be read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from coach.session.earlier import Grade
    from coach.session.event.common import Method

SUMMARY_VERSION = 5
"""Raised with any change to `Summary` or to how it is derived; older ones are then derived anew."""

Status = Literal["open", "waiting", "closed"]


class SealLine(NamedTuple):
    """A seal of a session: what the chain of seals (`coach.session.seal_chain`) needs of it.

    Attributes:
        seal: id of its event.
        at: when it was made, UTC, in ISO form.
        checksum: sha256 over its event, hex.
        after: what it names, each as session, id of the event, and checksum.
        is_chained: False for one of a version that named none.
    """

    seal: str
    at: str
    checksum: str
    after: tuple[tuple[str, str, str], ...]
    is_chained: bool


class Summary(NamedTuple):
    """One line of a list of sessions. Texts are on one line, clipped, and otherwise as people wrote them.

    Attributes:
        session: its id.
        method: which walk it is.
        status: `waiting` while a run or an experiment is under way.
        ending: how it was closed; empty while it is not.
        opened_at: when its first event was confirmed, UTC.
        last_at: when its newest event was confirmed, UTC.
        events: all events, withdrawn ones too.
        answers: the answers that stand.
        notes: lines of the work log.
        people: who answered, in order of appearance.
        question: what the run or the experiment under way is to answer; else what the session is about, or its folders.
        waiting_for: what was committed to or launched, while its result is awaited; empty otherwise.
        due: sealed predictions, and forecasts of outcomes, that wait to be resolved.
        look: the agreed times to look at the run, in the person's words.
        runs: names of the linked runs, newest last.
        cause: of a closed investigation, whether its cause stood on the first list; empty elsewhere.
        cause_text: that cause in words.
        cause_mode: that cause's id in the catalogue; empty where it has none.
        grade: how sure that cause is.
        how: how what is under way is done; empty where nothing is, or nobody wrote that down.
        seals: every seal, oldest first, with the seals of the journal that it names.
    """

    session: str
    method: Method
    title: str
    playbook: str
    guided: bool
    status: Status
    ending: str
    opened_at: datetime
    last_at: datetime
    events: int
    answers: int
    notes: int
    people: tuple[str, ...]
    question: str
    waiting_for: str
    due: int
    look: str
    runs: tuple[str, ...]
    cause: Literal["", "listed", "outside"]
    cause_text: str
    cause_mode: str
    grade: Grade | Literal[""]
    how: str = ""
    seals: tuple[SealLine, ...] = ()

    @property
    def name(self) -> str:
        """What it goes by in a list."""
        return self.title or self.question or f"coach {self.method}"


_MOMENTS = (Summary._fields.index("opened_at"), Summary._fields.index("last_at"))
_LISTS = (Summary._fields.index("people"), Summary._fields.index("runs"))
_SEALS = Summary._fields.index("seals")


def summary_to_row(summary: Summary) -> list[Any]:
    """Give a summary as plain JSON values, in the order of its fields."""
    return [_plain(value) for value in summary]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def summary_from_row(row: list[Any]) -> Summary:
    """Give the summary that `summary_to_row` spelled.

    Raises:
        ValueError: the row is none of this version's.
        TypeError: as ValueError.
    """
    values = list(row)
    for place in _MOMENTS:
        values[place] = datetime.fromisoformat(values[place])
    for place in _LISTS:
        values[place] = tuple(values[place])
    values[_SEALS] = tuple(
        SealLine(seal, at, checksum, tuple((a, b, c) for a, b, c in after), is_chained)
        for seal, at, checksum, after, is_chained in values[_SEALS]
    )
    return Summary._make(values)


def summary_to_data(summary: Summary) -> dict[str, Any]:
    """Give a summary as a JSON object, keys as the fields are called."""
    return dict(zip(Summary._fields, summary_to_row(summary), strict=True))


def summary_from_data(data: dict[str, Any]) -> Summary:
    """Give the summary that `summary_to_data` spelled.

    Raises:
        ValueError: a field is missing or malformed.
        TypeError: as ValueError.
    """
    return summary_from_row([data.get(field) for field in Summary._fields])
