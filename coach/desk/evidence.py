"""Reads logs for a session and turns what stands out into events."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.set_up import set_up
from coach.errors import RunReadError
from coach.session.event.evidence import RunReference, RunsLinked, SymptomSeen
from coach.session.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from coach.runs import Run, Symptom
    from coach.session.event.evidence import Severity

MOST_SYMPTOMS = 8
"""Symptoms that are put to the person, the gravest first; the rest is counted and said (editorial)."""
ALL_RUNS = "all runs"
"""Whose symptom it is that only several runs show together."""
MOST_NAMED = 2
"""Runs that a note names; the others are counted."""
_GRAVITY = {"alarm": 0, "warn": 1, "info": 2}


def require(path: Path) -> None:
    """Make sure that a folder is there.

    Raises:
        RunReadError: it is not.
    """
    if not path.exists():
        raise RunReadError(
            "there is no such folder", hint="Check the path, or leave it out.", where=str(path)
        )


def folder(path: str) -> Path:
    """Give the place that a typed path names."""
    return Path(path).expanduser()


def linked(
    path: str, runs: Sequence[Run], role: str, now: datetime, not_seen: tuple[str, ...] = ()
) -> RunsLinked:
    """Give the event that ties runs to a session: what the reader had to say, what became of them, their set-up."""
    from coach.runs.comparing.held_out_pairs import held_out_pairs  # noqa: PLC0415 - only where logs were read
    from coach.runs.comparing.siblings import last_steps_of_others  # noqa: PLC0415 - as above

    others = last_steps_of_others(runs)
    of = {id(held_out): str(training.path) for training, held_out in held_out_pairs(runs)}
    notes = _notes(runs) if runs else ["nothing in there could be read as a run log"]
    return RunsLinked(
        role="launched" if role == "launched" else "evidence",
        path=path,
        runs=tuple(_reference(run, others.get(id(run), ()), now, of.get(id(run), "")) for run in runs),
        notes=tuple(notes),
        not_seen=not_seen,
        set_up=set_up(runs),
    )


def _notes(runs: Sequence[Run]) -> list[str]:
    """Give what the reader noticed, what it says of several files once."""
    from coach.runs.run import NoteKind  # noqa: PLC0415 - loads numpy

    places: dict[tuple[NoteKind, str], dict[str, None]] = {}
    for run in runs:
        for note in run.notes:
            is_of_run = len(runs) > 1 and note.kind is not NoteKind.NOT_A_LOG
            named = run.name if is_of_run else note.path.name
            places.setdefault((note.kind, note.detail), {})[named] = None
    # A session tells from the word in front which notes are not worth showing.
    return [
        f"{f'{kind}: ' if kind is NoteKind.OTHER_RECORDS else ''}{_several(list(found))}: {detail}"
        for (kind, detail), found in places.items()
    ]


def _several(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"


def _reference(run: Run, others: Sequence[int], now: datetime, held_out_of: str) -> RunReference:
    from coach.runs.describing.run_state import standing  # noqa: PLC0415 - as above

    became = standing(run, now.timestamp(), others)
    return RunReference(
        name=run.name,
        path=str(run.path),
        format=run.format,
        fingerprint=run.fingerprint,
        tracker_id=run.tracker_id,
        points=run.points,
        last_step=run.last_step,
        state=became.state.value,
        state_says=became.says,
        logged_h=run.wall_hours,
        held_out_of=held_out_of,
    )


class FoundSymptoms(NamedTuple):
    """What stands out in runs, and which detectors could have seen something there and did not."""

    bodies: tuple[SymptomSeen, ...]
    not_seen: tuple[str, ...]


class _Kind(NamedTuple):
    """What one detector saw in one tag: the gravest and earliest case, its run, how many more runs have it."""

    run: str
    symptom: Symptom
    others: int


def found_symptoms(
    runs: Sequence[Run],
    archive: Sequence[Run],
    taken: Iterable[str],
    *,
    detected: Sequence[Sequence[Symptom]],
) -> FoundSymptoms:
    """Give the symptoms worth putting to a person, one for each detector and tag over all runs.

    Args:
        runs: the runs.
        archive: earlier runs that went well enough to compare with.
        taken: ids of symptoms the session has already.
        detected: what the detectors see in each run by itself.
    """
    from coach.runs.comparing.held_out_pairs import held_out_pairs  # noqa: PLC0415 - loads numpy
    from coach.runs.detectors.could_see import could_see  # noqa: PLC0415 - as above
    from coach.runs.detectors.detect import detect_across, detect_against  # noqa: PLC0415 - as above

    by_kind: dict[tuple[str, str], list[tuple[str, Symptom]]] = {}
    for run, found in zip(runs, detected, strict=True):
        for symptom in (*found, *(detect_against(run, archive) if archive else ())):
            by_kind.setdefault((symptom.detector, symptom.tag), []).append((run.name, symptom))
    for symptom in detect_across(runs) if len(runs) > 1 else ():
        by_kind.setdefault((symptom.detector, symptom.tag), []).append((ALL_RUNS, symptom))
    counts_for = {held_out.name: training.name for training, held_out in held_out_pairs(runs)}
    kinds = [_kind(found, counts_for) for found in sorted(by_kind.values(), key=_rank)[:MOST_SYMPTOMS]]
    able = frozenset().union(*map(could_see, runs))
    return FoundSymptoms(
        _bodies(kinds, runs, taken), tuple(sorted(able - {detector for detector, _ in by_kind}))
    )


def _kind(found: list[tuple[str, Symptom]], counts_for: Mapping[str, str]) -> _Kind:
    run, symptom = min(
        found, key=lambda each: (_GRAVITY[each[1].severity], each[1].onset_wall_h or math.inf, each[0])
    )
    others = {counts_for.get(name, name) for name, _ in found} - {counts_for.get(run, run)}
    return _Kind(run, symptom, len(others))


def _bodies(kinds: Sequence[_Kind], runs: Sequence[Run], taken: Iterable[str]) -> tuple[SymptomSeen, ...]:
    from coach.runs.comparing.held_out_pairs import trainings  # noqa: PLC0415 - loads numpy

    used, names = set(taken), {}
    for kind in kinds:
        name = slug(f"{kind.symptom.detector} {kind.symptom.tag}", used, fallback=kind.symptom.detector)
        used.add(name)
        names[id(kind.symptom)] = name
    leader = {
        id(symptom): names[id(event[0])]
        for run in runs
        for event in events_of(run, [kind.symptom for kind in kinds if kind.run == run.name])
        for symptom in event
        if len(event) > 1
    }
    count = len(trainings(runs))
    return tuple(
        _seen(kind, names[id(kind.symptom)], leader.get(id(kind.symptom), ""), count) for kind in kinds
    )


def events_of(run: Run, symptoms: Sequence[Symptom]) -> tuple[tuple[Symptom, ...], ...]:
    """Give the symptoms of a run as events: what began together is one."""
    from coach.runs.describing.common_onset import began_together  # noqa: PLC0415 - as above

    return began_together(run, symptoms)


def _as_sentence(text: str) -> str:
    """Give a text with a capital, unless it begins with a tag, whose spelling counts."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text


def _rank(found: list[tuple[str, Symptom]]) -> tuple[int, int, float]:
    gravest = min(_GRAVITY[symptom.severity] for _, symptom in found)
    onset = min((s.onset_wall_h for _, s in found if s.onset_wall_h is not None), default=math.inf)
    return (gravest, -len(found), onset)


def _seen(kind: _Kind, name: str, began_with: str, run_count: int) -> SymptomSeen:
    first, others = kind.symptom, kind.others
    is_of_one = others and kind.run != ALL_RUNS  # what several runs show together counts groups, not runs
    also = f" The same in {others} of the {run_count - 1} other runs." if is_of_one else ""
    severity: Severity = first.severity.value
    return SymptomSeen(
        symptom=name,
        detector=first.detector,
        run=kind.run,
        tag=first.tag,
        says=f"{_as_sentence(first.says)}{also}",
        severity=severity,
        onset_step=first.onset_step,
        onset_wall_h=first.onset_wall_h,
        value=first.value,
        threshold=first.threshold,
        source=first.source,
        innocent=first.innocent,
        raises=first.raises,
        began_with=began_with,
    )
