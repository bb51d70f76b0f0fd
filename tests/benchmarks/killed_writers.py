"""Eight people write openly and blind into one session, and their programs are killed at random moments.

`python -m tests.benchmarks.killed_writers [KILLS] [SESSIONS]` (200 and 4 by default). Each person's program writes
notes and, at some moment, the chance that the run fails, blind; whoever is killed begins again. Exit status 1 when
something confirmed is lost, when a blind number stands in a shared file before all eight have answered, or when two of
them end with different sessions.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import Noted
from coach.session.event.pairing import BlindCommitted, Revealed
from coach.session.pairing.rounds import round_of
from tests.desk.test_pairing import DOUBT, at_the_doubt

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

PEOPLE = tuple(f"p{number}" for number in range(8))
LONGEST_S, LAST_S = 0.5, 120.0
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+")


class Room(NamedTuple):
    """Where one session is written.

    Attributes:
        folder: of the journal, the caches and what was confirmed.
        session: its id.
    """

    folder: Path
    session: str

    @property
    def journal(self) -> Path:
        """What all of them share."""
        return self.folder / "journal"

    def confirmed(self, person: str) -> Path:
        """Give the file that tells what a person was told is kept."""
        return self.folder / f"confirmed-{person}"

    def chance(self, person: str) -> float:
        """Give what a person answers blind: a number that stands nowhere else."""
        return (10 * random.Random(f"{self.session}{person}").randint(10_000, 89_999) + 7) / 1_000_000  # noqa: S311


def write(room: Room, person: str, *, is_last: bool) -> None:
    """Write until killed, or until everything of this person is said and open."""
    os.environ["XDG_CACHE_HOME"] = str(room.folder / f"cache-{person}")
    chance = random.Random(os.getpid())  # noqa: S311 - moments
    walk = Coach(Journal.at(room.journal), Stamp(by=person)).walk(room.session, here=(person,))
    with room.confirmed(person).open("a", buffering=1) as confirmed:
        for number in itertools.count():
            text = f"{person} {os.getpid()} note {number}"
            if not is_last or number == 0:
                walk.note(text)
                confirmed.write(f"{text}\n")
            if walk.question.key == DOUBT and (is_last or chance.random() < 0.3):
                walk.take({DOUBT: {"level": "somewhat", "chance": f"{100 * room.chance(person):.4f}%"}})
                confirmed.write("blind\n")
            walk.refresh()
            if is_last and walk.question.key not in (DOUBT, "pair.wait"):
                return
            time.sleep(0.01 * chance.random())


def early(room: Room) -> int:
    """Give how many blind numbers stand in the shared session before everybody has committed."""
    text = (room.journal / "sessions" / f"{room.session}.json").read_text(encoding="utf-8")
    bodies = [document["event"]["body"] for document in json.loads(text)["events"].values()]
    committed = {body["person"] for body in bodies if body["kind"] == "blind-committed"}
    if committed >= set(PEOPLE):
        return 0
    return sum(stands_in(text, room.chance(person)) for person in PEOPLE)


def stands_in(text: str, chance: float) -> bool:
    """True where a chance is to be read in a text, however it is written: as a share or in percent.

    Moments are left out: among thousands of them the seconds of one are some chance's digits.
    """
    text = _MOMENT.sub("", text)
    digits = f"{chance:.6f}"[2:-1]  # the last one may be lost on the way
    return f".{digits}" in text or f"{digits[:2]}.{digits[2:]}" in text


def begun(folder: Path) -> Room:
    """Begin a session of eight people at the question that they answer blind."""
    walk = at_the_doubt(Coach(Journal.at(folder / "journal"), Stamp(by="p0")), *PEOPLE, keyboard="")
    return Room(folder, walk.session_id)


def killed(room: Room, kills: int, chance: random.Random) -> int:
    """Kill writers so often, then let all of them finish; gives how many numbers were seen early."""
    context, seen = get_context("fork"), 0

    def start(person: str, *, is_last: bool = False) -> ForkProcess:
        process = context.Process(target=write, args=(room, person), kwargs={"is_last": is_last})
        process.start()
        return process

    running = {person: start(person) for person in PEOPLE}
    for _ in range(kills):
        time.sleep(chance.uniform(0, LONGEST_S / 4))
        person = chance.choice(PEOPLE)
        running[person].kill()
        running[person].join()
        seen += early(room)
        running[person] = start(person)
    for person, process in running.items():
        process.kill()
        process.join()
        running[person] = start(person, is_last=True)
    until = time.monotonic() + LAST_S
    for process in running.values():
        process.join(max(0.1, until - time.monotonic()))
        process.kill()
    return seen


def lost(room: Room) -> tuple[int, int]:
    """Give how much that was confirmed is not there, and how many different sessions people end with."""
    missing, ends = 0, set()
    for person in PEOPLE:
        session = Coach(Journal.at(room.journal), Stamp(by=person)).walk(room.session, here=(person,)).session
        notes = {body.text for body in session.all(Noted)}
        said = room.confirmed(person).read_text().splitlines()
        committed = any(body.person == person for body in session.all(BlindCommitted))
        missing += sum(line not in notes for line in said if line != "blind") + (
            "blind" in said and not committed
        )
        missing += person not in round_of(session, DOUBT).answers
        text = (room.journal / "sessions" / f"{room.session}.json").read_text(encoding="utf-8")
        assert stands_in(text, room.chance(person)), (
            "what was opened is not found, so the search finds nothing"
        )
        ends.add(tuple(event.id for event in session.active))
        opened = [body.person for body in session.all(Revealed)]
        assert set(opened) == set(PEOPLE), f"in {LAST_S:g} s only {len(set(opened))} answers were opened"
    return missing, len(ends)


def main(kills: int = 200, rooms: int = 4) -> int:
    """Kill and print; gives the exit status."""
    chance, seen, missing, ends = random.Random(12), 0, 0, 1  # noqa: S311 - moments
    for _ in range(rooms):
        with tempfile.TemporaryDirectory(prefix="coach-killed-") as folder:
            room = begun(Path(folder))
            seen += killed(room, kills // rooms, chance)
            gone, different = lost(room)
            missing, ends = missing + gone, max(ends, different)
    print(
        f"{kills} kills of {len(PEOPLE)} writers: {missing} lost, {seen} seen early, {ends} session(s) in the end"
    )
    return int(missing + seen + ends > 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
