"""The source files of a folder that is no repository, as far as a short look finds them."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from coach.archive.kept_sources import Limits, is_source

if TYPE_CHECKING:
    from pathlib import Path

    from coach.archive.kept_sources import KeptSources

MOST_ENTRIES = 20_000
"""Entries of folders that are looked at, at most (editorial)."""
LONGEST_S = 5.0
"""How long is looked, at most (editorial)."""
_NO_CODE = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "wandb", "mlruns", "data", "datasets"}
)


def files_without_git(top: Path, kept: KeptSources) -> None:
    """Keep the source files below a folder, the uppermost first; hidden folders and those of packages are left out."""
    until, seen = time.monotonic() + LONGEST_S, 0
    folders = [""]
    while folders and seen < MOST_ENTRIES and time.monotonic() < until:
        here = folders.pop(0)
        try:
            with os.scandir(top / here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        seen += len(found)
        if any(entry.name == "pyvenv.cfg" for entry in found):
            continue
        for entry in found:
            path = os.path.join(here, entry.name)  # noqa: PTH118 - relative, as git says them
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NO_CODE and not entry.name.startswith("."):
                    folders.append(path)
            elif is_source(entry.name):
                kept.keep(top, path, Limits.UNTRACKED)
