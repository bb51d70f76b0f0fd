"""What is written down of a run beside its output: what was asked for, its code, its surroundings."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import __version__
from coach.archive.as_of_start import AsOfStart
from coach.archive.code import code_of
from coach.archive.environment import environment_of
from coach.archive.named_files import seeds
from coach.archive.places import CODE, ENVIRONMENT, NAMED, SCHEMA, START, make_run_folder, write_json
from coach.redaction import redact, redact_command
from coach.redaction.secret_files import is_secret_file

if TYPE_CHECKING:
    from coach.archive.named_files import NamedFile
    from coach.archive.recorder import Asked


def begin(asked: Asked, root: Path, *, pid: int, started_ns: int) -> Path:
    """Make the folder of a run and write down what was known as it started; give the folder.

    Raises:
        OSError: the file system refused.
    """
    started = datetime.fromtimestamp(started_ns / 1e9, UTC)
    command, places = redact_command(asked.command)
    folder = make_run_folder(root, started)
    facts = {
        "schema": SCHEMA,
        "id": folder.name,
        "session": asked.session or None,
        "seal": None,
        "command": list(command),
        "redacted": places,
        "folder": asked.folder,
        "started_at": started.isoformat(),
        "started_ns": started_ns,
        "process": pid,
        "host": platform.node(),
        "by": asked.by,
        "seed": asked.seed,
        "batch": asked.batch,
        "seeds": seeds(asked.command, os.environ),
        "named": [_kept_named(folder, place, each) for place, each in enumerate(asked.named)],
        "coach": __version__,
    }
    write_json(folder / START, facts)
    return folder


def take_down(asked: Asked, root: Path, folder: Path, started_ns: int) -> None:
    """Take down the code and the surroundings of a run that is under way; what cannot be is left out, and said."""
    folders = dict.fromkeys(
        (asked.folder, *(str(Path(each.path).parent) for each in asked.named if _is_code(each.path)))
    )
    begun = time.monotonic()
    try:
        start = AsOfStart.measured(started_ns, folder / ".clock")
        code = code_of(tuple(folders), folder, start, apart=root)
        write_json(folder / CODE, {"repositories": code, "seconds": round(time.monotonic() - begun, 3)})
    except Exception as error:  # noqa: BLE001 - as above; a later look finds it missing, with the reason
        with suppress(OSError):
            write_json(folder / CODE, {"repositories": [], "problem": str(error)})
    with suppress(Exception):
        write_json(folder / ENVIRONMENT, environment_of(asked.command, asked.folder, os.environ))
    with suppress(OSError):
        (folder / ".clock").unlink(missing_ok=True)


def _kept_named(folder: Path, place: int, named: NamedFile) -> dict[str, Any]:

    about: dict[str, Any] = {"path": named.path, "problem": named.problem}
    if is_secret_file(Path(named.path).name):
        return {**about, "problem": "a file of secrets"}
    if named.problem:
        return about
    found = redact(named.content.decode("latin-1"))
    kept = f"{NAMED}/{place}-{Path(named.path).name}"
    (folder / NAMED).mkdir(exist_ok=True)
    (folder / kept).write_bytes(found.text.encode("latin-1"))
    return {
        **about,
        "kept": kept,
        "bytes": len(named.content),
        "sha256": hashlib.sha256(named.content).hexdigest(),
        "redacted": found.places,
    }


def _is_code(path: str) -> bool:
    return path.endswith((".py", ".sh", ".jl", ".ipynb"))
