"""Writes a session's draft as a case: secrets and names taken out of every text, its logs cut down and copied in."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import RunReadError, UsageError
from coach.playbook.drills.load import FILE, LOGS, read_case
from coach.redaction import redact
from coach.session.event.evidence import RunsLinked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.runs import Run
    from coach.session.fold import Session

MOST_POINTS = 120
"""Points that are kept of each tag of a run; the first and the last are among them."""
MOST_RUNS, MOST_TAGS = 6, 24
_SHORTEST_NAME = 3
NAME = "somebody"
"""Stands in place of an author, in texts and in ids alike."""


class Made(NamedTuple):
    """A case that was written.

    Attributes:
        folder: where.
        places: how many places that looked like secrets, or were names of authors, were taken out.
        runs: how many runs were copied, cut down.
        notes: what could not be copied, one sentence each.
    """

    folder: Path
    places: int
    runs: int
    notes: tuple[str, ...]


def write_case(data: dict[str, Any], session: Session, into: Path) -> Made:
    """Write a case and the logs of its session below a folder.

    Args:
        data: the keys of the case's file, whole.
        session: the session it was made of: its authors' names are taken out of every text.
        into: the folder of cases; the case gets one of its own there.

    Raises:
        UsageError: there is a case of that id, or the folder cannot be written.
        PlaybookError: what was written is no case.
    """
    import yaml  # noqa: PLC0415 - only here

    authors = {each.by for each in session.events if len(each.by) >= _SHORTEST_NAME and each.by != "coach"}
    cleaner = Cleaner(authors)
    folder = into / str(data["id"])
    if folder.exists():
        raise UsageError(
            f"there is a case {data['id']} already", hint="Give another title.", where=str(folder)
        )
    text = yaml.safe_dump(cleaner.cleaned(data), sort_keys=False, allow_unicode=True, width=100)
    runs, notes = _runs(session)
    try:
        (folder / LOGS).mkdir(parents=True)
        (folder / FILE).write_text(text, encoding="utf-8")
        for at, run in enumerate(runs[:MOST_RUNS], 1):
            target = folder / LOGS / f"run-{at}" / "progress.csv"
            target.parent.mkdir()
            target.write_text(cleaner.text(cut_down(run)), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the case cannot be written: {error.strerror}", where=str(folder)) from error
    _, errors = read_case(folder)
    if errors:
        raise errors[0]
    return Made(folder, cleaner.places, min(len(runs), MOST_RUNS), notes)


class Cleaner:
    """Takes secrets and names of authors out of texts, and counts the places."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [re.compile(rf"\b{re.escape(each)}\b", re.IGNORECASE) for each in sorted(names)]
        self.places = 0

    def text(self, said: str) -> str:
        """Give a text without them."""
        found = redact(said)
        self.places += found.places
        kept = found.text
        for name in self._names:
            kept, count = name.subn(NAME, kept)
            self.places += count
        return kept

    def cleaned(self, data: Any) -> Any:
        """Give data with every text in it cleaned, ids too."""
        match data:
            case str():
                return self.text(data)
            case dict():
                return {self.text(key): self.cleaned(value) for key, value in data.items()}
            case list() | tuple():
                return [self.cleaned(each) for each in data]
            case _:
                return data


def cut_down(run: Run) -> str:
    """Give a run as a table of its scalars with few rows: no name, no configuration, no text."""
    import numpy as np  # noqa: PLC0415 - only with logs

    tags = sorted(run.series)[:MOST_TAGS]
    rows: dict[int, dict[str, str]] = {}
    for tag in tags:
        series = run.series[tag].timeline()
        if not len(series):
            continue
        chosen = np.unique(np.linspace(0, len(series) - 1, min(MOST_POINTS, len(series))).round().astype(int))
        for at in chosen:
            rows.setdefault(int(series.step[at]), {})[tag] = f"{series.value[at]:.6g}"
    out = io.StringIO()
    table = csv.DictWriter(out, ["step", *tags], restval="", lineterminator="\n")
    table.writeheader()
    table.writerows({"step": str(step), **rows[step]} for step in sorted(rows))
    return out.getvalue()


def _runs(session: Session) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """Give the runs that a session was about, as far as they can still be read."""
    from coach.runs import read_runs  # noqa: PLC0415 - loads numpy

    found: list[Run] = []
    notes: list[str] = []
    for linked in session.all(RunsLinked):
        if linked.role == "archive":
            continue
        try:
            found += read_runs([Path(linked.path).expanduser()])
        except RunReadError:
            notes.append("A log folder of the session cannot be read any more; its logs are left out.")
    return tuple(each for each in found if each.series), tuple(notes)
