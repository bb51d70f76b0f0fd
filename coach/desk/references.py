"""The earlier runs that a claim may compare with: the baseline of the session, and runs named in a claim."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.desk.evidence import folder
from coach.desk.read_logs import read_logs
from coach.errors import AnswerError, RunReadError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.event.evidence import RunsLinked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs import Run
    from coach.session.event.premortem import PredictionMade
    from coach.session.fold import Session


def references(session: Session, made: Sequence[PredictionMade], root: Path) -> dict[str, Sequence[Run]]:
    """Give the runs that claims compare with, by name, the baseline's under an empty one; nothing is read for none.

    The baseline is every run of the folders that are linked as earlier ones. A run is known by its name there or, where
    none is called so, by the name of a folder beside the launched one.
    """
    wanted = {run for each in made if (run := _beside(each.text)) is not None}
    if not wanted:
        return {}
    earlier = _read(sorted({body.path for body in session.all(RunsLinked) if body.role == "archive"}), root)
    found: dict[str, Sequence[Run]] = {"": earlier}
    for name in wanted - {""}:
        named = [run for run in earlier if name in (run.name, run.path.name)]
        found[name] = named or _read(_neighbours(session, name), root)
    return found


def _beside(text: str) -> str | None:
    if not looks_like_prediction(text):
        return None
    with suppress(AnswerError):
        beside = parse_prediction(text).beside
        return None if beside is None else beside.run
    return None


def _neighbours(session: Session, name: str) -> list[str]:
    """Give the folders of this name beside the launched run; a name is compared, never taken for a path."""
    launched = [body.path for body in session.all(RunsLinked) if body.role == "launched"]
    found: list[str] = []
    for path in launched[-1:]:
        with suppress(OSError):
            found += [str(each) for each in folder(path).parent.iterdir() if each.name == name]
    return found


def _read(paths: Sequence[str], root: Path) -> list[Run]:
    found: list[Run] = []
    for path in paths:
        with suppress(RunReadError):
            found += read_logs([path], root)
    return found
