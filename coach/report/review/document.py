"""A review as a document: headings, sentences, tables, and where a picture belongs. Every form is made of this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.reasoning.calibration import FEWEST_FOR_A_CURVE
from coach.reasoning.hours import format_hours
from coach.session.review.review import STAGES
from coach.session.review.sentence import called_out, headline, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.reasoning.intervals import Interval
    from coach.session.review.groups import Group
    from coach.session.review.review import Band, Review

Picture = Literal["", "calibration", "time", "places", "hours"]
RECALIBRATED = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Stated probabilities of which is told what they have meant."""
_GROUP = ("", "forecasts", "log score", "Brier", "held likelier", "came", "")


class Table(NamedTuple):
    """Rows of words under a heading each; the first column is the name, the others stand to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(NamedTuple):
    """A heading with sentences, a table, and a picture drawn where there can be one."""

    title: str
    says: tuple[str, ...] = ()
    table: Table | None = None
    picture: Picture = ""


class Document(NamedTuple):
    """A review: the one sentence it begins with, what else is supported, and the sections that show it."""

    headline: str
    called_out: tuple[str, ...]
    sections: tuple[Section, ...]


def document(found: Review) -> Document:
    """Give a review as a document; what there is nothing of has no section."""
    parts = (
        *_scores(found),
        *_calibration(found),
        *_time(found),
        *_failing(found),
        *_lists(found),
        *_hours(found),
        *_detectors(found),
        *_together(found),
        *_recurring(found),
        *_lessons(found),
        _about(found),
    )
    return Document(headline(found), called_out(found), parts)


def _scores(found: Review) -> Iterator[Section]:
    if found.everything is None:
        return
    says = (
        (
            "The log score is the mean of -ln of the probability given to what came: 0 is best, 0.69 is even chances "
            "for everything. The Brier score is a squared distance: 0 is best, 0.25 is even chances."
        ),
    )
    rows = (found.everything, *found.by_kind)
    yield Section("Forecasts", says, Table(_GROUP, tuple(map(_group, rows))))
    for title, some in (("By logged quantity", found.by_tag), ("By person", found.by_person)):
        if len(some) > 1 or (some and title == "By logged quantity"):
            yield Section(title, (), Table(_GROUP, tuple(map(_group, some))))


def _group(each: Group) -> tuple[str, ...]:
    return (
        each.name,
        f"{each.forecasts:,}",
        ranged(each.log_score, lowest=0.0),
        f"{each.brier:.2f}",
        percent(each.leaning),
        f"{percent(each.right.value)} ({percent(each.right.low)} to {percent(each.right.high)})",
        each.sureness,
    )


def ranged(value: Interval, *, lowest: float) -> str:
    """Give a mean with its interval; without one where there is a single value."""
    if value.high - value.low > 1e300:  # noqa: PLR2004 - endless
        return f"{value.value:.2f}"
    return f"{value.value:.2f} ({max(lowest, value.low):.2f} to {value.high:.2f})"


def _calibration(found: Review) -> Iterator[Section]:
    if not found.bands:
        return
    columns = ("you said", "forecasts", "on average", "came true", "90 % interval")
    counts = Table(columns, tuple(map(_band, found.bands)))
    if found.curve is None:
        says = (f"A curve needs {FEWEST_FOR_A_CURVE} resolved forecasts; these are the counts.",)
        yield Section("Calibration", says, counts)
        return
    says = (
        (
            "The curve is how often things came true at each stated probability, made to rise (PAV); the band is where "
            "the curve of a forecaster who is exactly right would lie nine times in ten, if every forecast stood "
            "for itself."
        ),
    )
    yield Section("Calibration", says, counts, "calibration")
    if found.recalibration is not None:
        rows = tuple((percent(p), percent(found.recalibration.apply(p))) for p in RECALIBRATED)
        of = found.everything.forecasts if found.everything else 0
        yield Section(
            "What your probabilities have meant",
            (f"Learned from {of:,} forecasts, shown beside your own and never put in their place.",),
            Table(("you said", "it has meant"), rows),
        )


def _band(each: Band) -> tuple[str, ...]:
    count = each.came_true
    return (
        f"{percent(each.low)} to {percent(each.high)}",
        f"{count.of:,}",
        percent(each.stated),
        f"{count.times:,} ({percent(count.rate.value)})",
        f"{percent(count.rate.low)} to {percent(count.rate.high)}",
    )


def _time(found: Review) -> Iterator[Section]:
    if len(found.by_month) > 1:
        yield Section("Over time", (), Table(_GROUP, tuple(map(_group, found.by_month))), "time")


def _failing(found: Review) -> Iterator[Section]:
    if found.failing:
        columns = ("P(fail) you gave", "runs", "on average", "failed", "90 % interval")
        yield Section("Would the run fail?", (), Table(columns, tuple(map(_band, found.failing))))


def _lists(found: Review) -> Iterator[Section]:
    if not found.listed:
        return
    says = tuple(
        f"Of {each.of} {each.name}, the cause was on the list {each.times} times "
        f"({percent(each.rate.low)} to {percent(each.rate.high)})."
        for each in found.listed
    )
    rows = tuple((place, str(times)) for place, times in found.places)
    yield Section("Was the cause on the list?", says, Table(("place on the list", "times"), rows), "places")


def _hours(found: Review) -> Iterator[Section]:
    if not (found.hours or found.wasted_h[1] or found.dollars):
        return
    says = []
    hours, sessions = found.wasted_h
    if sessions:
        says.append(
            f"By what was known each time, the choices of {sessions} investigations cost {format_hours(hours)} more "
            "than the best ones; luck is not in it."
        )
    if found.spent_h:
        says.append(f"Noted in all: {format_hours(found.spent_h)}.")
    if found.dollars:
        says.append(f"Runs were estimated to cost ${found.dollars:,.0f} in all.")
    rows = tuple(
        (
            STAGES[each.stage],
            str(each.multiplier.estimates),
            format_hours(each.estimated_h),
            format_hours(each.actual_h),
            f"{each.multiplier.value:.2g} ({each.multiplier.low:.2g} to {each.multiplier.high:.2g})",
        )
        for each in found.hours
    )
    table = Table(("", "times", "estimated", "took", "multiplier"), rows) if rows else None
    yield Section("Hours", (*says, *(_MULTIPLIER if rows else ())), table, "hours" if rows else "")


_MULTIPLIER = ("The multiplier starts at 2 (editorial) and becomes your own.",)


def _detectors(found: Review) -> Iterator[Section]:
    if found.detectors:
        rows = tuple(
            (
                each.name,
                str(each.of),
                str(each.times),
                f"{percent(each.rate.low)} to {percent(each.rate.high)}",
            )
            for each in found.detectors
        )
        yield Section(
            "Which detectors pointed at the cause",
            (),
            Table(("", "fired", "pointed at it", "90 % interval"), rows),
        )


def _together(found: Review) -> Iterator[Section]:
    """Give what pairing brought: the pool against the better of the people and against their average, with counts."""
    pairing = found.together
    if pairing is None:
        return
    of, times = pairing.judgements, round(pairing.beats_better.value * pairing.judgements)
    low, high = percent(pairing.beats_better.low), percent(pairing.beats_better.high)
    better, average = _nats_better(pairing.to_better), _nats_better(pairing.to_average)
    first = (
        f"Judged apart, sealed and resolved: {of:,}. The pool did as well as the better of you in {times:,}"
    )
    says = (
        f"{first} ({low} to {high}).",
        f"It did {better} on average than the better of you, and {average} than your average.",
        "Which of you would be the better one, nobody knew before.",
    )
    rows = tuple(
        (side.name, side.about, f"{side.judgements:,}", ranged(side.log_score, lowest=0.0))
        for side in pairing.sides
    )
    yield Section("Apart and together", says, Table(("", "judged", "times", "log score"), rows))


def _nats_better(value: Interval) -> str:
    word = "better" if value.value >= 0 else "worse"
    return f"{abs(value.value):.2f} nats {word}"


def _recurring(found: Review) -> Iterator[Section]:
    if found.recurring:
        rows = tuple((each.name, str(each.times)) for each in found.recurring)
        yield Section("Causes that came again", (), Table(("", "times"), rows))


def _lessons(found: Review) -> Iterator[Section]:
    if found.lessons:
        yield Section(
            "Lessons", tuple(f"{lesson} ({title or 'untitled'})" for title, lesson in found.lessons)
        )


def _about(found: Review) -> Section:
    sessions, closed = found.sessions
    left = ", ".join(f"{times} {why}" for why, times in found.unscored)
    every = f"{sessions:,} session{'' if sessions == 1 else 's'}, {closed:,} of them closed."
    says: Sequence[str] = (
        f"{every} Only what was sealed before the logs were read is scored.",
        f"Sealed and not scored: {left}." if left else "Everything that was sealed is scored.",
    )
    return Section("What this is about", tuple(says))
