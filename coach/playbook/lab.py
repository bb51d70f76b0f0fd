"""The lab's playbooks: folders of installed packages that say so under the entry-point group `coach.playbooks`.

A package is found, never imported: nothing of it is run, only its YAML is read. Looking through all that is installed
takes tens of milliseconds, so that what was found is kept until a folder of the search path changes, as it does when
anything is installed or removed.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

GROUP = "coach.playbooks"
NAME = "lab-playbooks.json"
"""The file in the cache."""


def lab_folders() -> tuple[Path, ...]:
    """Give the folders of playbooks that installed packages ship, in the order of their entry points' names."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - the built-in playbooks need none of it

    place, key = user_cache_path("coach", appauthor=False) / NAME, _search_path()
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads(place.read_bytes())
        if kept["path"] == key:
            return tuple(Path(each) for each in kept["folders"])
    found = tuple(dict.fromkeys(_looked_up()))
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f".{place.name}.{os.getpid()}")
        temporary.write_text(json.dumps({"path": key, "folders": [str(each) for each in found]}), "utf-8")
        temporary.replace(place)
    return found


def _search_path() -> list[list[object]]:
    """Give the folders in which packages are looked for, with when each changed last."""
    seen: list[list[object]] = []
    for each in dict.fromkeys(sys.path):
        with suppress(OSError):
            seen.append([each, os.stat(each or ".").st_mtime_ns])  # noqa: PTH116 - a dozen of them at every start
    return seen


def _looked_up() -> list[Path]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - only where nothing is kept

    folders = (_folder(each.value) for each in sorted(entry_points(group=GROUP), key=lambda one: one.name))
    return [each for each in folders if each is not None]


def _folder(value: str) -> Path | None:
    """Give the folder of a package by its dotted name; None where there is none.

    Only the first part is looked up, since finding a part of a package would import the package.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - only where nothing is kept

    first, *below = value.strip().split(".")
    try:
        spec = find_spec(first)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = (Path(place).joinpath(*below) for place in places)
    return next((each.absolute() for each in found if each.is_dir()), None)
