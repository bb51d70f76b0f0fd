"""What the log of a run shows that was added since the logs were read: is what was accepted as evidence still there?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.read_logs import read_logs
from coach.errors import RunReadError
from coach.session.event.evidence import RunsLinked
from coach.session.exhibit import Say
from coach.session.experiments import under_way
from coach.session.observations import observations
from coach.session.symptom_ids import current_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.runs import Run
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.observations import Observation
    from coach.session.step import Position

SHOWN = 3
"""Runs that are told of (editorial)."""
BRIEF = 70
"""Characters of a symptom."""
RESULT = "result"
"""The part of a walk in which a result is recorded."""


class _Shown(NamedTuple):
    """Signs of the trouble in a run: seen again, not seen any more, or not to be told from its log."""

    again: tuple[Observation, ...]
    gone: tuple[Observation, ...]
    unclear: tuple[Observation, ...]


def beside_the_result(position: Position, session: Session, root: Path) -> Position:
    """Give where a walk stands, with what newer runs show beside the question for a result; `root` is the journal's."""
    step, waiting = position.step, under_way(session)
    if step is None or position.stage != RESULT or waiting is None or not _signs(session):
        return position
    if waiting.committed.action not in ("fix", "service"):
        return position
    return position._replace(step=replace(step, later=lambda: newer_runs_say(session, root)))


def newer_runs_say(session: Session, root: Path) -> tuple[Exhibit, ...]:
    """Give what the runs show that were added to the linked folders; that there are none, where there are none."""
    linked = [body for body in session.all(RunsLinked) if body.role == "evidence" and body.runs]
    known = {run.path for body in session.all(RunsLinked) for run in body.runs}
    runs: list[Run] = []
    for path in dict.fromkeys(body.path for body in linked):
        with suppress(RunReadError):
            runs += read_logs([path], root)
    newer = [run for run in runs if str(run.path) not in known and run.points]
    if not newer:
        return (Say("No run was added to the linked folder since its logs were read.", "quiet"),)
    return tuple(Say(_says(run, _shown(run, _signs(session)))) for run in newer[:SHOWN])


def _signs(session: Session) -> tuple[Observation, ...]:
    return tuple(each for each in observations(session) if each.known == "log" and each.detector)


def _shown(run: Run, signs: Iterable[Observation]) -> _Shown:
    from coach.runs.detectors.could_see import could_see  # noqa: PLC0415 - loads numpy
    from coach.runs.detectors.detect import detect  # noqa: PLC0415 - as above

    seen = {current_id(symptom.detector) for symptom in detect(run)}
    able = set(map(current_id, could_see(run)))
    signs = tuple(signs)
    return _Shown(
        tuple(each for each in signs if each.detector in seen),
        tuple(each for each in signs if each.detector in able - seen),
        tuple(each for each in signs if each.detector not in able | seen),
    )


def _says(run: Run, shown: _Shown) -> str:
    parts = (
        ("seen again", shown.again),
        ("not seen any more", shown.gone),
        ("not to be told", shown.unclear),
    )
    said = [f"{what}: {', '.join(f'“{_brief(each)}”' for each in signs)}" for what, signs in parts if signs]
    return f"{run.name}, added since: {'; '.join(said)}."


def _brief(seen: Observation) -> str:
    line = " ".join(seen.text.split())
    return line if len(line) <= BRIEF else f"{line[: BRIEF - 1].rstrip()}…"
