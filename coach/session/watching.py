"""What is to be told of a run that is watched: a pure function of the session, of what the logs hold, and of the clock.

Everything that holds now is given, each with a key; a watcher tells each key once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.event.common import RunLengthGiven, RunPriceGiven, Sealed
from coach.session.event.watching import LookTaken, StopAllowed, StopAsked
from coach.session.launches import under_way
from coach.session.look_times import Agreed, agreed_looks
from coach.session.premortem.claims import as_one_sees
from coach.session.seal import sealed_ids
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from coach.session.fold import Session

STALL = 3.0
"""A silence of so many times the run's own 95th percentile gap is a stall (editorial)."""
LEAST_STALL = timedelta(minutes=1)
"""Shorter silences are nobody's business (editorial)."""

Kind = Literal["tripped", "stopped", "symptom", "stalled", "cap", "look", "ended", "unreadable"]
URGENT: frozenset[Kind] = frozenset({"tripped", "stopped", "symptom", "stalled", "cap"})
"""What somebody may want to be woken for."""


class WatchedClaim(NamedTuple):
    """A sealed claim about the run: in words, and what the logs say; `held` is None while they decide nothing."""

    id: str
    text: str
    role: Literal["success", "tripwire"]
    held: bool | None
    says: str

    @property
    def in_words(self) -> str:
        """The claim as one says it: a tripwire by what sets it off."""
        return f"fires when {as_one_sees(self.text)}" if self.role == "tripwire" else self.text


class WatchedSymptom(NamedTuple):
    """What a detector sees in a tag."""

    id: str
    tag: str
    says: str


class LogsHold(NamedTuple):
    """What the logs of a run hold at a moment.

    Attributes:
        claims: every sealed claim.
        symptoms: what the chosen detectors see.
        began: the first record's time; None without a clock.
        newest: the newest record's time; None without a clock.
        usual_gap: the 95th percentile of the gaps between records; None with fewer than two.
        share: how much of what the configuration plans is done, in (0, 1]; None where it plans nothing.
        ending: how the run ended, in words; empty while it goes on.
        problem: why the logs could not be read; empty where they could.
    """

    claims: tuple[WatchedClaim, ...] = ()
    symptoms: tuple[WatchedSymptom, ...] = ()
    began: datetime | None = None
    newest: datetime | None = None
    usual_gap: timedelta | None = None
    share: float | None = None
    ending: str = ""
    problem: str = ""

    @property
    def fired(self) -> tuple[WatchedClaim, ...]:
        """The tripwires that fired."""
        return tuple(each for each in self.claims if each.role == "tripwire" and each.held is False)


class Caps(NamedTuple):
    """What a run may cost before somebody is told; None is no cap."""

    hours: float | None = None
    dollars: float | None = None


class Tiding(NamedTuple):
    """One thing to tell; `key` tells it from others, so that it is told once."""

    key: str
    kind: Kind
    says: str


def tidings(session: Session, logs: LogsHold, now: datetime, zone: tzinfo, caps: Caps) -> tuple[Tiding, ...]:
    """Give everything that is to be told now, the most urgent first.

    Args:
        session: with its seals, the agreed looks, and the price of a run.
        logs: what the logs hold.
        now: the moment.
        zone: of the times of day in which looks were agreed.
        caps: hours and money.
    """
    return (
        *_fired(logs),
        *(Tiding(f"symptom {each.id} {each.tag}", "symptom", each.says) for each in logs.symptoms),
        *_stalled(logs, now),
        *_over_cap(session, logs, now, caps),
        *_ended(logs),
        *_looks(session, logs, now, zone),
        *((Tiding(f"unreadable {logs.problem}", "unreadable", logs.problem),) if logs.problem else ()),
    )


def next_look(session: Session, logs: LogsHold, now: datetime, zone: tzinfo) -> datetime | None:
    """Give the next agreed look; None where none is left, or the words name none."""
    begun = _begun(session, logs)
    return agreed(session).next(begun.astimezone(zone), now) if begun else None


def agreed(session: Session) -> Agreed:
    """Give the looks that were agreed."""
    return agreed_looks(stated(session, "look-times"))


def early_looks(session: Session) -> int:
    """Give how often somebody looked before an agreed look."""
    return sum(body.agreed is not None for body in session.all(LookTaken))


def stop_is_allowed(session: Session) -> bool:
    """True where the watch may stop the run: that it may was sealed, and was not taken back since."""
    sealed = sealed_ids(session)
    return any(event.id in sealed for event, _ in session.entries(StopAllowed))


def to_be_stopped(session: Session, logs: LogsHold) -> tuple[str, ...]:
    """Give the ids of the launched runs to ask to stop: a tripwire fired, it is allowed, and nobody has asked yet."""
    if not logs.fired or not stop_is_allowed(session):
        return ()
    asked = {body.run for body in session.all(StopAsked)}
    return tuple(each for each in under_way(session) if each not in asked)


def standing_words(logs: LogsHold) -> str:
    """Give how the tripwires stand, in a few words."""
    fired, watched = len(logs.fired), sum(each.role == "tripwire" for each in logs.claims)
    if fired:
        return f"{fired} of {watched} tripwires fired"
    return "nothing has tripped" if watched else "no tripwire was sealed"


def time_left(session: Session, logs: LogsHold, now: datetime) -> timedelta | None:
    """Give how long the run has still to go: by its plan at the pace so far, else by the length the person gave."""
    if logs.began is None or logs.newest is None or logs.ending:
        return None
    if logs.share:
        return max(timedelta(0), (logs.newest - logs.began) * (1 / logs.share - 1) - (now - logs.newest))
    length = session.last(RunLengthGiven)
    return max(timedelta(0), logs.began + timedelta(hours=length.hours) - now) if length else None


def standing_line(session: Session, logs: LogsHold, now: datetime, zone: tzinfo) -> str:
    """Give how things stand: the next look, the tripwires, and how long it has still to go."""
    if logs.ending:
        return f"The run is over: {logs.ending}."
    coming, left = next_look(session, logs, now, zone), time_left(session, logs, now)
    parts = [f"next look at {coming:%H:%M}" if coming else "", standing_words(logs)]
    parts.append(f"about {_long(left)} to go" if left else "")
    is_wired = any(each.role == "tripwire" for each in logs.claims)
    parts.append("a tripwire stops it" if is_wired and stop_is_allowed(session) and not logs.fired else "")
    line = "; ".join(filter(None, parts))
    return f"{line[0].upper()}{line[1:]}."


def _fired(logs: LogsHold) -> Iterator[Tiding]:
    for each in logs.fired:
        yield Tiding(f"tripped {each.id}", "tripped", f"{as_one_sees(each.text)}: {each.says}")


def _stalled(logs: LogsHold, now: datetime) -> Iterator[Tiding]:
    if logs.newest is None or logs.usual_gap is None or logs.ending:
        return
    silent = now - logs.newest
    if silent > max(LEAST_STALL, STALL * logs.usual_gap):
        says = f"no new step for {_long(silent)}; 95 % of the gaps before were under {_long(logs.usual_gap)}"
        yield Tiding(f"stalled {logs.newest.isoformat()}", "stalled", says)


def _over_cap(session: Session, logs: LogsHold, now: datetime, caps: Caps) -> Iterator[Tiding]:
    begun = _begun(session, logs)
    if begun is None or logs.ending:
        return
    hours = (now - begun) / timedelta(hours=1)
    if caps.hours is not None and hours > caps.hours:
        yield Tiding("cap hours", "cap", f"it has run for {hours:.1f} h, over the cap of {caps.hours:g} h")
    rate = _dollars_per_hour(session)
    if caps.dollars is not None and rate is not None and hours * rate > caps.dollars:
        says = f"it has cost about ${hours * rate:,.0f}, over the cap of ${caps.dollars:,.0f}"
        yield Tiding("cap dollars", "cap", says)


def _ended(logs: LogsHold) -> Iterator[Tiding]:
    if logs.ending:
        yield Tiding("ended", "ended", f"the run is over: {logs.ending}; {standing_words(logs)}")


def _looks(session: Session, logs: LogsHold, now: datetime, zone: tzinfo) -> Iterator[Tiding]:
    begun = _begun(session, logs)
    if begun is None or logs.ending:
        return
    due = agreed(session).between(begun.astimezone(zone), now.astimezone(zone))
    if due:
        says = f"this is the look agreed for {due[-1]:%H:%M}; {standing_words(logs)}"
        yield Tiding(f"look {due[-1].isoformat()}", "look", says)


def _begun(session: Session, logs: LogsHold) -> datetime | None:
    """Give when the run began: its first record, else the newest seal."""
    sealed = [event.at for event, _ in session.entries(Sealed)]
    return logs.began or (sealed[-1] if sealed else None)


def _dollars_per_hour(session: Session) -> float | None:
    price, length = session.last(RunPriceGiven), session.last(RunLengthGiven)
    return price.dollars / length.hours if price and length and length.hours > 0 else None


def _long(span: timedelta) -> str:
    seconds = span.total_seconds()
    if seconds < 120:  # noqa: PLR2004 - two minutes
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004 - two hours
