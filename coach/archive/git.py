"""The git command, asked so that it changes nothing: no lock on the index, no hook, no object, no prompt."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SLOWEST_S = 60.0
"""How long one question to git may take."""
_QUIET = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "gc.auto=0",
)
_OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


class GitError(Exception):
    """Git is not there, took too long, or refused; the message says which."""


def git(folder: Path, *words: str, variables: Mapping[str, str] | None = None) -> bytes:
    """Give what git says about a folder.

    Raises:
        GitError: as its name says.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OTHERS}
    try:
        done = subprocess.run(  # noqa: S603 - words of ours, and paths behind `--`
            ["git", *_QUIET, "-C", str(folder), *words],  # noqa: S607 - the user's own git
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SLOWEST_S,
            env={
                **kept,
                "GIT_OPTIONAL_LOCKS": "0",
                "GIT_TERMINAL_PROMPT": "0",
                "LC_ALL": "C",
                **(variables or {}),
            },
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git took longer than {SLOWEST_S:.0f} s") from error
    except (OSError, ValueError) as error:
        raise GitError(str(error)) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise GitError(said.removeprefix("fatal: ") or f"git ended with {done.returncode}")
    return done.stdout
