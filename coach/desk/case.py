"""What is known of a case before anybody is asked: what the runs are, their curves, what stands out, first looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.desk.what_ran import how_they_went, what_they_are
from coach.session.logging_defects import action_for
from coach.session.run_names import ends_apart, short_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.desk.first_looks import FirstLook
    from coach.runs import Run
    from coach.session.event.evidence import Severity, SymptomSeen

MOST_CURVES = 8
"""Curves that are kept; the page shows as many as there is room for."""
LEAST_CURVE = 3
"""Points under which nothing can be drawn."""
CURVE_POINTS = 400
"""Means to which a curve is thinned: more than any line of text has cells."""
_GRAVITY = {"alarm": 0, "warn": 1, "info": 2}


class CaseCurve(NamedTuple):
    """One curve.

    Attributes:
        tag: as the log spells it.
        values: means of equal shares of the points, in the order of the log, not finite where nothing finite is.
        says: first and last value, and the best one where it is neither; the run, where there are several.
    """

    tag: str
    values: tuple[float, ...]
    says: str


class StandsOut(NamedTuple):
    """Something that stands out.

    Attributes:
        symptom: id of the symptom in the session.
        detector: id of what sees it.
        severity: how grave it is.
        says: what was seen, in one sentence.
        since: when it began; empty where nobody can tell.
        mend: what to do about the logging, for a defect of it; empty for what the run itself shows.
    """

    symptom: str
    detector: str
    severity: Severity
    says: str
    since: str
    mend: str = ""


class Case(NamedTuple):
    """Everything that stands above the questions of the first page.

    Attributes:
        what: what the runs are: kind of work, algorithm, format, how many.
        ran: how far they came, how long that took and what became of them; one sentence each.
        files: what is wrong with the files, one sentence each.
        curves: those that matter, the most important first.
        stands_out: alarms first, then what began first; None until the detectors have looked.
        looks: what to look at first, the most found for an hour first; None until that is worked out.
    """

    what: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    curves: tuple[CaseCurve, ...] = ()
    stands_out: tuple[StandsOut, ...] | None = None
    looks: tuple[FirstLook, ...] | None = None


def standing_out(bodies: Iterable[SymptomSeen], runs: Sequence[Run]) -> tuple[StandsOut, ...]:
    """Give what was seen in the logs: alarms first, then what began first; defects of the logging come last."""
    found = sorted(
        bodies,
        key=lambda each: (
            bool(action_for(each)),
            _GRAVITY[each.severity],
            each.onset_wall_h is None,
            each.onset_wall_h or 0.0,
        ),
    )
    short = _short(runs)
    starts = {run.name: run.first_step for run in runs}
    return tuple(
        StandsOut(
            each.symptom,
            each.detector,
            each.severity,
            f"{short[each.run]}: {each.says}" if each.run in short and len(runs) > 1 else each.says,
            _since(each.onset_step, starts.get(each.run)),
            action_for(each),
        )
        for each in found
    )


def described(runs: Sequence[Run], now: float) -> Case:
    """Give what the runs are and how they went; nothing of what stands out.

    Args:
        runs: as read.
        now: seconds since 1970.
    """
    return Case(
        what=what_they_are(runs),
        ran=how_they_went(runs, now),
        files=_files(runs),
        curves=curves_of_case(runs, ()),
    )


def curves_of_case(runs: Sequence[Run], found: Sequence[SymptomSeen]) -> tuple[CaseCurve, ...]:
    """Give the curves that matter: the main one, those in which something stands out, then the other main ones."""
    from coach.runs.describing.curves.main_curves import ordered_tags  # noqa: PLC0415 - only where logs were read
    from coach.runs.describing.headline import headline  # noqa: PLC0415 - as above

    logged = [run for run in runs if run.points]
    if not logged:
        return ()
    by_name = {run.name: run for run in logged}
    graves = sorted(found, key=lambda each: _GRAVITY[each.severity])
    shown = [(by_name[each.run], each.tag) for each in graves if each.run in by_name]
    main = shown[0][0] if shown else max(logged, key=lambda run: run.points)
    first = headline(main)
    places = [(main, first.tag)] if first is not None else []
    places += [(run, tag) for run, tag in shown if tag in run.series]
    places += [(main, tag) for tag in ordered_tags(main)]
    curved = [(run, tag) for run, tag in places if len(run.series[tag]) >= LEAST_CURVE]
    unique = {(run.name, tag): run for run, tag in curved or places if len(run.series[tag])}
    short = _short(runs)
    return tuple(
        _curve(run, tag, short[name] if len(runs) > 1 else "")
        for (name, tag), run in list(unique.items())[:MOST_CURVES]
    )


def _curve(run: Run, tag: str, name: str) -> CaseCurve:
    from coach.runs.describing.curves import curve_of  # noqa: PLC0415 - only where logs were read
    from coach.runs.describing.sparkline import means  # noqa: PLC0415 - as above
    from coach.runs.quantities import meanings_of  # noqa: PLC0415 - as above

    series = run.series[tag]
    said = curve_of(series, meanings_of(run).get(tag)).in_short
    return CaseCurve(tag, means(series.value.tolist(), CURVE_POINTS), f"{said} ({name})" if name else said)


def _files(runs: Sequence[Run]) -> tuple[str, ...]:
    """Give what is damaged, missing or empty, the gravest first; what is said of several files once."""
    from coach.runs.run import NoteKind  # noqa: PLC0415 - loads numpy

    damage = (
        NoteKind.CORRUPT_RECORD, NoteKind.UNREADABLE, NoteKind.TRUNCATED_TAIL, NoteKind.ERROR_AT_END,
        NoteKind.MISSING_ROWS, NoteKind.POINTER_FILE, NoteKind.NOT_A_LOG, NoteKind.EMPTY, NoteKind.NO_SCALARS,
    )  # fmt: skip
    noted = [
        note
        for run in runs
        for note in run.notes
        if note.kind in damage and not (run.points and note.kind is NoteKind.NO_SCALARS)
    ]
    places: dict[str, list[str]] = {}
    for note in sorted(noted, key=lambda each: damage.index(each.kind)):
        places.setdefault(note.detail, []).append(note.path.name)
    return tuple(
        f"{names[0]}{f' and {len(names) - 1:,} more' if len(names) > 1 else ''}: {detail}"
        for detail, names in places.items()
    )


def _short(runs: Sequence[Run]) -> dict[str, str]:
    """Give what each run is called beside the others: as few of its last folders as tell it from them."""
    names = list(dict.fromkeys(run.name for run in runs))
    return dict(zip(names, ends_apart(short_names(names) if len(names) > 1 else names), strict=True))


def _since(step: int | None, first: int | None) -> str:
    if step is None:
        return ""
    return "from the start" if first is not None and step <= first else f"since {compact(step)}"


def compact(step: int) -> str:
    """Give a step in few characters.

    >>> compact(950), compact(23_552), compact(300_000), compact(1_500_512)
    ('950', '23.6k', '300k', '1.5M')
    """
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if step >= size:
            return f"{step / size:.3g}{letter}"
    return str(step)
