"""A guest answers in a browser as at a terminal; a screen ends with its browser."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coach.cli.serve import say_where
from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.errors import AnswerError, JournalError
from coach.journal.presence import Presence
from coach.session.event.common import RunLengthGiven
from coach.web.access import LOOPBACK, Access
from coach.web.guest_journal import GuestJournal
from coach.web.messages import looking, read_message
from coach.web.server import Served
from tests.web.conftest import BEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk.walk import Walk
    from tests.web.conftest import Door


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def read(socket: Any, seen: bytearray) -> None:
    async for message in socket:
        seen += message.data


def has_answered(walk: Walk) -> bool:
    walk.refresh()
    return walk.session.last(RunLengthGiven) is not None


def is_with(here: Presence) -> bool:
    """True when somebody else has the session on their screen."""
    here.tell("")
    return bool(here.others())


async def come(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    given_up = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < given_up, "what was waited for never came"
        await asyncio.sleep(0.02)


async def test_a_guest_answers_as_the_person_of_the_link_and_the_screen_ends_with_the_browser(
    door: Door,
) -> None:
    known = await door.cookie_of(BEN)
    async with door.client.ws_connect(f"{door.url}/ws?width=100&height=30", headers=known) as socket:
        seen = bytearray()
        reading = asyncio.create_task(read(socket, seen))
        ana = Presence(door.root, door.walk.session_id, "ana")
        await come(lambda: is_with(ana))  # the page of the walk is there, and takes keys
        assert b"Working on" in seen
        await asyncio.sleep(0.5)
        for text in ("200", "\t", "flat", "\t", "10h"):
            await socket.send_json(["stdin", text])
            await asyncio.sleep(0.1)
        await socket.send_json(["stdin", "\r"])
        await come(lambda: has_answered(door.walk))
        (screen,) = door.server._screens
        assert screen._process is not None
        process = screen._process.pid
        assert is_running(process)
    reading.cancel()
    left = time.monotonic()
    await come(lambda: not door.server._screens)
    assert not is_running(process)
    assert time.monotonic() - left < 2
    (given,) = [event for event, _ in door.walk.session.entries(RunLengthGiven)]
    assert given.by == "ben"


def guest(walk: Walk, root: Path, *, is_read_only: bool = False) -> Walk:
    journal = GuestJournal(root, walk.session_id, is_read_only=is_read_only)
    return Coach(journal, Stamp(by="ben")).walk(walk.session_id)


def test_a_guest_names_no_folder_of_this_machine(walk: Walk, tmp_path: Path) -> None:
    ben = guest(walk, tmp_path)
    for answer in ("x", "10h", "5", "", "200", "flat", "2"):
        ben.answer_text(answer)
    assert ben.question.key == "evidence.logs"
    before = walk.file.read_bytes() if walk.file else b""
    with pytest.raises(AnswerError, match="named at the terminal"):
        ben.answer_text("/etc")
    assert walk.file is not None
    assert walk.file.read_bytes() == before


def test_a_guest_who_only_looks_keeps_nothing(walk: Walk, tmp_path: Path) -> None:
    cleo = guest(walk, tmp_path, is_read_only=True)
    for change in (
        lambda: cleo.take({"frame.working-on": "x"}),
        lambda: cleo.note("x"),
        lambda: cleo.surprised("x", welcome=False),
    ):
        with pytest.raises(AnswerError, match="for looking only"):
            change()


def test_a_guest_begins_no_session_and_takes_none_in(walk: Walk, tmp_path: Path) -> None:
    desk = Coach(GuestJournal(tmp_path, walk.session_id, is_read_only=False), Stamp(by="ben"))
    with pytest.raises(JournalError, match="begins no session"):
        desk.begin("stuck")
    other = Coach(GuestJournal(tmp_path, "260314-other", is_read_only=False), Stamp(by="ben"))
    with pytest.raises(AnswerError, match="another session"):
        other.walk(walk.session_id).note("x")


def test_who_only_looks_may_move_about() -> None:
    assert looking("\x1b[A\x1b[6~\x1b[<65;10;10M") == "\x1b[A\x1b[6~\x1b[<65;10;10M"
    assert looking("yes\r\x1b\x03\x1b[200~x\x1b[201~\x1b[<0;10;10M\x1b[13u") == ""


def test_what_is_no_message_of_the_page_is_dropped() -> None:
    for content in (
        "",
        "[",
        '["stdin", 3]',
        '["stdin"]',
        '["exec", "rm"]',
        "[" * 9999,
        '["resize", {"width": 1e9}]',
    ):
        assert read_message(content) is None


@pytest.mark.parametrize(
    ("host", "says", "warns"),
    [
        ("127.0.0.1", "ssh -L 8765:localhost:8765", ""),
        ("0.0.0.0", "http://gpu-box:8765/?t=abc", "nothing is encrypted"),  # noqa: S104 - what it warns of
    ],
)
def test_the_link_comes_with_how_to_reach_it_and_a_warning_where_others_can(
    capsys: pytest.CaptureFixture[str], host: str, says: str, warns: str
) -> None:
    served = Served("260314-89q805", "", Path(), Access(), frozenset(LOOPBACK | {"gpu-box", host}))
    say_where(served, [("ben", "abc")], host, 8765, read_only=False)
    said = capsys.readouterr()
    assert says in said.out
    assert warns in said.err
    assert bool(said.err) is bool(warns)
