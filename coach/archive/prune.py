"""How much archived runs take, and taking away the oldest of those that ended."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.archive.record import ArchivedRun


class Sized(NamedTuple):
    """An archived run and the bytes it takes."""

    run: ArchivedRun
    bytes: int


def to_prune(runs: Sequence[Sized], *, keep_bytes: int) -> tuple[Sized, ...]:
    """Give the runs to take away so that the rest takes at most so much, the oldest first.

    A run that is under way stays, whatever it takes. One that belongs to no session goes before one that does.

    Args:
        runs: newest first.
        keep_bytes: what may stay.
    """
    left = sum(each.bytes for each in runs)
    found: list[Sized] = []
    ended = [each for each in reversed(runs) if each.run.state != "running"]
    for each in sorted(ended, key=lambda sized: bool(sized.run.session)):
        if left <= keep_bytes:
            break
        found.append(each)
        left -= each.bytes
    return tuple(found)


def take_away(runs: Sequence[Sized]) -> None:
    """Take archived runs away; what their sessions say of them stays.

    Raises:
        OSError: the file system refused.
    """
    for each in runs:
        shutil.rmtree(each.run.folder)
