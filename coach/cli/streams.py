"""Standard input, output and error as a program finds them: of any encoding, closed, or on a full disk."""

from __future__ import annotations

import errno
import os
import sys

CANNOT_WRITE = 74
"""Exit status when standard output took no more."""
_REFUSALS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EBADF, errno.EIO, errno.EFBIG})


def make_ready() -> None:
    """Let no missing stream and no character that a terminal's encoding lacks end the program.

    An input that was closed is empty. An output that was closed refuses what is written, as a full disk does;
    its descriptor is taken, so that no file of the journal gets it. Messages to a closed standard error are lost.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - open as long as the program
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as above
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def is_refusal(error: OSError) -> bool:
    """True for a write that standard output refused: opening a file would have named the file."""
    return error.filename is None and error.errno in _REFUSALS


def silence_output() -> None:
    """Give standard output somewhere to go, so that closing it at exit says nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
