"""Files that look like logs and are read by nobody: what they are, and what would help."""

from __future__ import annotations

import os
import re
from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.text.console_text import NAMES as _CONSOLE_NAMES
from coach.runs.readers.text.console_text import too_few_lines
from coach.runs.readers.text.last_error import error_in
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from pathlib import Path

CONSOLE_NAMES = tuple(
    name for name in _CONSOLE_NAMES if not name.endswith(".md")
)  # most of these are documentation
_CSV = "write its numbers to a CSV file, a column a quantity and one for the step"
_LOGGED = re.compile(
    r"log|hist|metric|result|record|reward|return|score|loss|progress|event|monitor|wandb|tensorboard|mlruns|curve"
)
_PACKED = r"\.(gz|tgz|bz2|xz|zst|zip|tar|7z|rar)$"
_ENDINGS = re.compile(rf"\.(pkl|pickle|joblib|mat|h5|hdf5|np[zy]|parquet|feather|xlsx)$|{_PACKED}")
NAMES = (
    "vdlrecords*", "*.sqlite3", "*.pkl", "*.pickle", "*.joblib", "*.mat", "*.h5", "*.hdf5", "*.np[zy]", "*.parquet",
    "*.feather", "*.xlsx", "*.gz", "*.tgz", "*.bz2", "*.xz", "*.zst", "*.zip", "*.tar", "*.7z", "*.rar",
)  # fmt: skip
"""File name patterns that are worth naming, beside those of the readers."""


class _Unread(NamedTuple):
    """One kind of file that is not read: which names, what it is, what would help."""

    names: re.Pattern[str]
    what: str
    remedy: str


def _kind(names: str, what: str, remedy: str) -> _Unread:
    return _Unread(re.compile(names), what, remedy)


_FOLDERS = {
    ".aim": ("the store of Aim", f"read the metrics with `Repo.query_metrics` of Aim and {_CSV}"),
    ".neptune": ("offline runs of Neptune", f"export them with Neptune's own tools, or {_CSV}"),
    ".cometml-runs": (
        "offline experiments of Comet",
        f"export their metrics with Comet's own tools, or {_CSV}",
    ),
}
_KINDS = (
    _kind(r"^vdlrecords", "a log of VisualDL", f"read its scalars with `visualdl.LogReader` and {_CSV}"),
    _kind(_PACKED, "a packed file", "unpack it, and give the folder again"),
    _kind(
        r"\.(pkl|pickle|joblib)$",
        "a pickle, which runs code when it is opened",
        f"load it yourself and {_CSV}",
    ),
    _kind(r"\.mat$", "a file of MATLAB", _CSV),
    _kind(r"\.(h5|hdf5)$", "a file of HDF5", _CSV),
    _kind(r"\.(npz|npy)$", "arrays of NumPy whose names say no step", _CSV),
    _kind(r"\.(parquet|feather)$", "a table in a packed format", "save it as CSV"),
    _kind(r"\.xlsx$", "a table of a spreadsheet", "save it as CSV"),
)
_ERROR_OF_A_TRIAL = frozenset({"error.txt"})  # Ray Tune writes the traceback of a trial that failed there
_LOGS_OF_A_TRIAL = frozenset({"result.json", "progress.csv"})
_LATER = 60  # seconds; a copy writes all files at about one time
_SAID_NOTHING = "a text without lines like those a training prints, such as `step 100 loss 0.3`"
_MOST_ENTRIES = 2000
_MOST_ENDINGS = 5


def is_worth_naming(path: str) -> bool:
    """Give whether a file is more than data by its name: weights and pictures are packed too."""
    name = os.path.basename(path).lower()  # noqa: PTH119 - a hundred thousand files are looked at
    return _ENDINGS.search(name) is None or _LOGGED.search(name) is not None or _is_of_another_tool(path)


def _is_of_another_tool(path: str) -> bool:
    return any(f"/{folder}/" in path for folder in _FOLDERS)


def of_another_tool(file: Path) -> Note | None:
    """Give the note about the tool whose folder a file lies in, where nothing of that tool is read."""
    for folder in file.parents:
        if folder.name in _FOLDERS:
            what, remedy = _FOLDERS[folder.name]
            return Note(NoteKind.NOT_A_LOG, folder, f"{what}; not read: {remedy}")
    return None


def perhaps_a_log(file: Path) -> Note:
    """Give the note about numbers that may be of a training, though no name among them says so."""
    detail = "numbers, but no name of a step or of anything a training measures; to read it all the same, give the file"
    return Note(NoteKind.NOT_A_LOG, file, detail)


def of_no_format(file: Path, head: bytes) -> Note:
    """Give the note about a file that no reader claims."""
    name = file.name.lower()
    if name in _ERROR_OF_A_TRIAL and (error := _error(file)):
        if _went_on(file):
            return Note(NoteKind.NOT_A_LOG, file, f"{error}; the trial was tried again and went on after it")
        return Note(NoteKind.ERROR_AT_END, file, error)
    for kind in _KINDS:
        if kind.names.search(name):
            return Note(NoteKind.NOT_A_LOG, file, f"{kind.what}; not read: {kind.remedy}")
    if b"\0" in head or not any(fnmatchcase(name, pattern) for pattern in CONSOLE_NAMES):
        return Note(NoteKind.NOT_A_LOG, file, "no reader knows what this is")
    error = _error(file)
    said = too_few_lines(file) or _SAID_NOTHING
    return Note(NoteKind.NOT_A_LOG, file, f"{said}{f'; {error}' if error else ''}")


def nothing_in(root: Path) -> Note:
    """Give the note about a folder with no log in it: what it holds instead."""
    endings: Counter[str] = Counter()
    seen = 0
    for _, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        endings.update(ending for name in names if (ending := os.path.splitext(name)[1].lower()))  # noqa: PTH122
        seen += len(names)
        if seen > _MOST_ENTRIES:
            break
    holds = ", ".join(f"{ending} ({n:,})" for ending, n in endings.most_common(_MOST_ENDINGS))
    more = f"; what is here ends in {holds}" if holds else ""
    return Note(NoteKind.EMPTY, root, f"no log of any format `coach` reads{more}")


def _error(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return error_in(opened)
    except OSError:
        return ""


def _went_on(file: Path) -> bool:
    """Give whether a log beside the error of a trial was written to after it."""
    try:
        failed = file.stat().st_mtime
        return any(
            beside.stat().st_mtime > failed + _LATER
            for beside in file.parent.iterdir()
            if beside.name in _LOGS_OF_A_TRIAL or "tfevents" in beside.name
        )
    except OSError:
        return False
