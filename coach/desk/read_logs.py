"""Logs read for a journal: kept in its cache, with what was said there of their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.evidence import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.runs.run import Run


def read_logs(
    paths: Sequence[str],
    root: Path,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    processes: int = 1,
) -> tuple[Run, ...]:
    """Give the runs below some paths, as a session names them; see `coach.runs.read_runs`.

    Args:
        paths: folders or files.
        root: the folder of the journal.
        progress: told before each run.
        cancelled: asked before each run.
        processes: how many may read at once.

    Raises:
        RunReadError: a path does not exist or cannot be opened.
        JournalError: the journal's file of tags cannot be read.
    """
    from coach.desk.tags import as_stated  # noqa: PLC0415 - a walk is opened without the logs' libraries
    from coach.runs.reading.read import read_runs  # noqa: PLC0415 - as above

    runs = read_runs(
        [folder(path) for path in paths],
        cache_dir=root / "cache" / "runs",
        progress=progress,
        cancelled=cancelled,
        processes=processes,
    )
    return as_stated(runs, root)
