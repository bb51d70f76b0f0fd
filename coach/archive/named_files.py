"""What a command line names: files to keep, seeds, and folders it may log to. Read before the command starts."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST = 1 << 20
"""Bytes of the largest file that is kept because it was named (editorial)."""
MOST = 20
"""Files that are kept because they were named (editorial)."""
_CONFIGURATION = (
    ".yaml",
    ".yml",
    ".json",
    ".toml",
    ".ini",
    ".cfg",
    ".conf",
    ".gin",
    ".jsonnet",
    ".libsonnet",
    ".hocon",
    ".xml",
)
_SOURCE = (".py", ".sh", ".bash", ".sbatch", ".slurm", ".jl", ".r", ".lua", ".m", ".ipynb")
_SEED = (
    "seed",
    "random_seed",
    "random-seed",
    "rng_seed",
    "rng-seed",
    "global_seed",
    "manual_seed",
    "manual-seed",
    "seed_everything",
)


class NamedFile(NamedTuple):
    """A file that the command line names, as it was before the command started.

    Attributes:
        path: absolute.
        content: the bytes; empty where it was too large.
        problem: why it was not kept; empty where it was.
    """

    path: str
    content: bytes
    problem: str = ""


def named_files(command: Sequence[str], folder: str) -> tuple[NamedFile, ...]:
    """Give the configuration and source files that a command line names, read; never raises."""
    found: dict[str, NamedFile] = {}
    for path in _paths(command, folder):
        real = os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - runs before anything may be imported
        if real in found or len(found) == MOST or not real.lower().endswith((*_CONFIGURATION, *_SOURCE)):
            continue
        read = _read(real)
        if read is not None:
            found[real] = read
    return tuple(found.values())


def _paths(command: Sequence[str], folder: str) -> Iterator[str]:
    hydra: dict[str, str] = {}
    for place, word in enumerate(command):
        for part in (word, word.partition("=")[2]):
            if part and "\0" not in part:
                yield part.lstrip("@")
        option, equals, value = word.lstrip("-").partition("=")
        if option in {"config-path", "config-dir", "config-name", "cp", "cn"} and word.startswith("-"):
            hydra[option] = value if equals else next(iter(command[place + 1 :]), "")
    name = hydra.get("config-name") or hydra.get("cn")
    if name:
        where = hydra.get("config-path") or hydra.get("config-dir") or hydra.get("cp") or folder
        yield f"{where}/{name}" if name.endswith((".yaml", ".yml")) else f"{where}/{name}.yaml"


def _read(path: str) -> NamedFile | None:
    try:
        about = os.stat(path)  # noqa: PTH116 - as above
        if not stat.S_ISREG(about.st_mode):
            return None
        if about.st_size > LARGEST:
            return NamedFile(path, b"", f"larger than {LARGEST >> 20} MB")
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            return NamedFile(path, file.read(LARGEST))
    except (OSError, ValueError):
        return None


def seeds(command: Sequence[str], variables: Mapping[str, str]) -> dict[str, str]:
    """Give the seeds that the command line and the variables show, by the name they go by."""
    found: dict[str, str] = {}
    for place, word in enumerate(command):
        name, equals, value = word.lstrip("-+").partition("=")
        if name.rpartition(".")[2].lower() not in _SEED:
            continue
        if not equals and word.startswith("-"):
            value = next(iter(command[place + 1 :]), "")
        if value:
            found[name] = value
    for name in ("PYTHONHASHSEED", "SEED", "PL_GLOBAL_SEED", "RANDOM_SEED"):
        if variables.get(name):
            found[name] = variables[name]
    return found


def logging_folders(command: Sequence[str]) -> tuple[str, ...]:
    """Give the words of a command that may name where it logs: those behind options that are called so, first."""
    named: list[str] = []
    for place, word in enumerate(command):
        option, equals, value = word.partition("=")
        name = option.lstrip("-").rpartition(".")[2].lower().replace("-", "_")
        if any(sign in name for sign in ("log", "out", "run_dir", "save", "result", "exp", "dir")):
            named.append(value if equals else next(iter(command[place + 1 :]), ""))
    return tuple(each for each in (*named, *command[1:]) if each and not each.startswith("-"))
