"""Attacks on a served session: nothing is seen, nothing is changed, and who may come in still can."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from coach.web.access import Access, Guest
from tests.web.conftest import BEN, CLEO

if TYPE_CHECKING:
    from tests.web.conftest import Door

OUTSIDE = ("/", "/ws", "/static/textual.js", "/static/mono.ttf", "/download/x", "/favicon.ico")
TRAVERSALS = (
    "/static/../server.py",
    "/static/..%2f..%2f..%2fetc%2fpasswd",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static//etc/passwd",
    "/static/textual.js/../../../etc/passwd",
    "/..%00/etc/passwd",
)


async def knocked(door: Door, path: str, **headers: str) -> tuple[int, bytes]:
    """Give what comes of asking for a path exactly as it is written."""
    from yarl import URL  # noqa: PLC0415 - comes with the server

    async with door.client.get(
        URL(door.url + path, encoded=True), headers=headers, allow_redirects=False
    ) as answer:
        return answer.status, await answer.read()


def tells_nothing(door: Door, status: int, content: bytes) -> bool:
    """True where what came back is a refusal with nothing of the session, or of this machine, in it."""
    secret = (door.walk.session_id.encode(), b"Pong", b"root:", b"[project]", b"import ", b"xterm")
    return status in (400, 403, 404, 405) and not any(each in content for each in secret)


async def test_without_a_token_there_is_nothing_to_see(door: Door) -> None:
    for path in OUTSIDE:
        assert tells_nothing(door, *await knocked(door, path, Origin=door.url)), path
    for method in ("HEAD", "POST", "OPTIONS", "PUT"):
        async with door.client.request(method, f"{door.url}/") as answer:
            assert tells_nothing(door, answer.status, await answer.read()), method
    assert not door.server._screens


async def test_a_token_works_once(door: Door) -> None:
    token = door.access.link(BEN)
    assert (await knocked(door, f"/?t={token}"))[0] == 200
    assert tells_nothing(door, *await knocked(door, f"/?t={token}"))


@pytest.mark.parametrize("token", ["", "x", "a" * 10_000, "%00", "..%2f"])
async def test_a_token_that_was_made_up_opens_nothing(door: Door, token: str) -> None:
    assert tells_nothing(door, *await knocked(door, f"/?t={token}"))


async def test_the_token_and_the_cookie_of_another_session_open_nothing(door: Door) -> None:
    elsewhere = Access()
    token = elsewhere.link(BEN)
    assert tells_nothing(door, *await knocked(door, f"/?t={token}"))
    cookie = elsewhere.redeem(token)
    assert tells_nothing(door, *await knocked(door, "/", Cookie=f"coach={cookie}"))


async def test_a_foreign_page_gets_no_screen_even_with_the_cookie(door: Door) -> None:
    known = await door.cookie_of(BEN)
    for origin in ("http://evil.example", "null", "", door.url + ".evil.example", "http://127.0.0.1:1"):
        assert tells_nothing(door, *await knocked(door, "/ws", Cookie=known["Cookie"], Origin=origin)), origin
    assert not door.server._screens


async def test_a_name_that_was_bound_to_this_machine_gets_nothing_even_with_the_cookie(door: Door) -> None:
    known = await door.cookie_of(BEN)
    for host in (
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "x" * 999,
    ):
        for path in ("/", "/ws", "/static/textual.js"):
            refused = await knocked(door, path, Host=host, Origin=f"http://{host}", Cookie=known["Cookie"])
            assert tells_nothing(door, *refused), host
    token = door.access.link(BEN)
    assert tells_nothing(door, *await knocked(door, f"/?t={token}", Host="evil.example"))
    assert (await knocked(door, f"/?t={token}"))[0] == 200


@pytest.mark.parametrize("path", TRAVERSALS)
async def test_no_other_file_can_be_had(door: Door, path: str) -> None:
    known = await door.cookie_of(BEN)
    assert tells_nothing(door, *await knocked(door, path, Cookie=known["Cookie"]))


async def test_what_somebody_types_who_only_looks_changes_nothing(door: Door) -> None:
    known, before = await door.cookie_of(CLEO), door.content
    async with door.client.ws_connect(f"{door.url}/ws?width=80&height=24", headers=known) as socket:
        await socket.receive(timeout=20)
        for text in (
            "landing",
            "\t",
            "10h",
            "\r",
            "\x1b",
            "\x03",
            "\x1a",
            "n",
            "\x1b[200~x\x1b[201~\r",
            "\x1b[B",
        ):
            await socket.send_json(["stdin", text])
        for nonsense in ("", "[", '["stdin"]', '["deliver", 1]', "[" * 500, '["resize", {"width": "x"}]'):
            await socket.send_str(nonsense)
        await asyncio.sleep(1.5)
    assert door.content == before


async def test_a_hundred_connections_and_a_slow_client_keep_nobody_out(door: Door) -> None:
    host, port = "127.0.0.1", int(door.url.rpartition(":")[2])
    opened = [await asyncio.open_connection(host, port) for _ in range(100)]
    for _, writer in opened:
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        await writer.drain()
    began = time.monotonic()
    known = await door.cookie_of(BEN)
    assert (await knocked(door, "/", Cookie=known["Cookie"]))[0] == 200
    assert time.monotonic() - began < 2
    for _, writer in opened:
        writer.close()


async def test_the_name_of_a_guest_and_the_title_are_text_in_the_page(door: Door) -> None:
    known = await door.cookie_of(Guest('"><script>alert(1)</script>', is_read_only=False))
    status, content = await knocked(door, "/", Cookie=known["Cookie"])
    assert status == 200
    assert b"<script>alert" not in content
    assert b"<b>flat" not in content


async def test_nothing_on_the_page_comes_from_elsewhere(door: Door) -> None:
    known = await door.cookie_of(BEN)
    async with door.client.get(f"{door.url}/", headers=known) as answer:
        content = (await answer.text()).replace(door.url.replace("http", "ws"), "")
        policy = answer.headers["Content-Security-Policy"]
    assert "//" not in content.replace("<!DOCTYPE", "")
    assert "default-src 'none'" in policy
    assert "http" not in policy
