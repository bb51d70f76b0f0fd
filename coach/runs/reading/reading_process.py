"""A process that reads along: `python -m coach.runs.reading.reading_process FOLDER`, started by `read_many`.

It reads what it can claim of the shared work in the folder, from the first share on, and ends. It imports little,
because until it has started one process reads alone. When the process that started it is gone, it cleans up and
ends at once.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from threading import Thread

from coach.runs.reading.read_found import read_found
from coach.runs.reading.shared_work import SharedWork


def main(folder: Path) -> None:
    """Read until nothing is left to claim."""
    # An interruption is for the process that asked; it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    work = SharedWork(folder)
    shares, cache = work.handed_out()
    for number, share in enumerate(shares):
        if work.claim(number):
            work.deliver(number, [(each.key, read_found(each, cache)) for each in share])


def _end_with_parent(folder: Path) -> None:
    """Wait for the end of standard input, which the parent holds open as long as it lives."""
    os.read(sys.stdin.fileno(), 1)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
