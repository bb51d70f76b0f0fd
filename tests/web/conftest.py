"""A session served on this machine, and somebody at its door."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

import aiohttp
import pytest_asyncio

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.web.access import LOOPBACK, Access, Guest
from coach.web.server import Served, Server, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from coach.desk.walk import Walk

BEN, CLEO = Guest("ben", is_read_only=False), Guest("cleo", is_read_only=True)


class Door(NamedTuple):
    """A server, and what one needs to knock.

    Attributes:
        walk: the session as ana has it.
        access: who may come in.
        url: the address.
        server: what is behind it.
        client: a browser without a cookie.
    """

    walk: Walk
    access: Access
    url: str
    server: Server
    client: Any

    async def cookie_of(self, guest: Guest) -> dict[str, str]:
        """Give the headers of somebody who came by a link."""
        async with self.client.get(f"{self.url}/?t={self.access.link(guest)}") as answer:
            assert answer.status == 200
            cookie = answer.cookies["coach"].value
        return {"Cookie": f"coach={cookie}", "Origin": self.url}

    @property
    def root(self) -> Path:
        """The journal's folder."""
        assert self.walk.file is not None
        return self.walk.file.parents[1]

    @property
    def content(self) -> bytes:
        """What the session's file holds."""
        assert self.walk.file is not None
        return self.walk.file.read_bytes()


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    desk = Coach(Journal.at(tmp_path), Stamp(by="ana"))
    return desk.begin("stuck", playbook="deep-learning", title="Pong <b>flat</b>")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest_asyncio.fixture
async def door(walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    made: list[Server] = []
    original = Server.__init__

    def noted(self: Server, served: Served) -> None:
        original(self, served)
        made.append(self)

    monkeypatch.setattr(Server, "__init__", noted)
    access, port = Access(), free_port()
    served = Served(walk.session_id, walk.session.title, tmp_path, access, frozenset(LOOPBACK))
    runner = await serve(served, "127.0.0.1", port)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
        yield Door(walk, access, f"http://127.0.0.1:{port}", made[-1], client)
    await runner.cleanup()
