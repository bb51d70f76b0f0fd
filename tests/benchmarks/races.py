"""Two people answer one question at the same moment, in processes of their own: is ever one overridden unseen?

`python -m tests.benchmarks.races [RACES]` (1000 by default). Ana's and ben's programs have the same question before
them, wait for one another, and answer: with one answer, or with one for a whole sheet. Whoever is refused was shown the
other answer. Exit status 1 when both were kept, or none.
"""

from __future__ import annotations

import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.errors import AnsweredSinceError
from coach.journal.journal import Journal
from coach.session.event.common import RunLengthGiven

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def answer(root: Path, by: str, wire: Connection) -> None:
    """Answer in races: told a session and an answer, open it, say so, and answer when told to."""
    desk = Coach(Journal.at(root), Stamp(by=by))
    while (asked := wire.recv()) is not None:
        session, said, is_sheet = asked
        walk = desk.walk(session)
        wire.send("ready")
        wire.recv()
        try:
            if is_sheet:
                walk.take({"frame.run-length": said, "expectation.observed": f"seen by {by}"})
            else:
                walk.answer_text(said)
        except AnsweredSinceError as error:
            wire.send(error.theirs)
        else:
            wire.send("")


def raced(root: Path, races: int) -> tuple[int, int]:
    """Give in how many races both answers were kept, or none, and in how many nobody was shown the other's."""
    context = get_context("fork")
    wires = []
    for by in ("ana", "ben"):
        here, there = context.Pipe()
        context.Process(target=answer, args=(root, by, there), daemon=True).start()
        wires.append(here)
    desk, silent, unseen = Coach(Journal.at(root), Stamp(by="cleo")), 0, 0
    for race in range(races):
        walk = desk.begin("stuck", playbook="deep-learning")
        walk.answer_text("make it land")
        for hours, wire in zip(("3h", f"{race % 90 + 4}h"), wires, strict=True):
            wire.send((walk.session_id, hours, race % 2 == 1))
        for wire in wires:
            wire.recv()
        for wire in wires if race % 4 < 2 else reversed(wires):  # either first, in turn
            wire.send("go")
        told = [wire.recv() for wire in wires]
        walk.refresh()
        kept = walk.session.all(RunLengthGiven)
        silent += len(kept) != 1 or sum(map(bool, told)) != 1
        unseen += not any(f"{kept[0].hours:g} h" in each for each in told)
    for wire in wires:
        wire.send(None)
    return silent, unseen


def main(races: int = 1000) -> int:
    """Race and print; gives the exit status."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coach-races-") as folder:
        silent, unseen = raced(Path(folder), races)
    print(
        f"{races} races in {time.monotonic() - began:.0f} s: {silent} overridden unseen, {unseen} not shown the other"
    )
    return int(silent + unseen > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
