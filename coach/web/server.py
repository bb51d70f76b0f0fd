"""Serves one session to browsers: a page, the terminal in it, and a program of its own behind each.

What is not authorised is told that it is not, and nothing else. Nothing is loaded from elsewhere, and the page may not.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from aiohttp import WSMsgType, web

from coach.web.access import is_own_page, may_ask
from coach.web.messages import LARGEST, looking, read_message, size_of
from coach.web.page import FOCUS, FORBIDDEN, HEADERS, LANDED, page
from coach.web.screen import ANSWERS, LOOKS
from coach.web.screen_process import DATA, ScreenProcess

if TYPE_CHECKING:
    from pathlib import Path

    from coach.web.access import Access, Guest

COOKIE = "coach"
MOST_SCREENS = 8
"""Programs at one time."""
SLOW_S = 10.0
"""Seconds for a browser to take what its screen says; who takes longer is gone."""
BEAT_S = 4.0
"""Seconds between two signs of life that a browser is asked for."""
_STATIC = {
    "textual.js": ("js/textual.js", "text/javascript"),
    "xterm.css": ("css/xterm.css", "text/css"),
    "mono.ttf": ("fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
}
"""Everything that is served beside the page, by the name under which it is asked for."""


class Served(NamedTuple):
    """What is served.

    Attributes:
        session: id of the session.
        title: what it is about.
        root: the journal's folder.
        access: who may come in.
        names: the names that a request may ask for this server by.
    """

    session: str
    title: str
    root: Path
    access: Access
    names: frozenset[str]


class Server:
    """Answers requests; one screen a connection."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._screens: set[ScreenProcess] = set()

    def application(self) -> web.Application:
        """Give what aiohttp serves."""
        application = web.Application(client_max_size=1024)
        application.router.add_get("/", self._index, allow_head=False)
        application.router.add_get("/ws", self._connect, allow_head=False)
        application.router.add_get("/static/{name}", self._static, allow_head=False)
        application.on_response_prepare.append(_harden)
        application.on_shutdown.append(self._end_all)
        return application

    async def _index(self, request: web.Request) -> web.StreamResponse:
        """Give the page to who has the cookie, and the cookie to who has a link."""
        if not self._is_asked_by_name(request):
            return _forbidden()
        token = request.query.get("t")
        if token is not None:
            cookie = self._served.access.redeem(token)
            if cookie is None:
                return _forbidden()
            landed = web.Response(text=LANDED, content_type="text/html")
            landed.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path="/")
            return landed
        guest = self._guest(request)
        if guest is None:
            return _forbidden()
        return web.Response(text=page(request.host, self._served.title, guest), content_type="text/html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        found = _STATIC.get(name)
        if self._guest(request) is None:
            return _forbidden()
        if name == "focus.js":
            return web.Response(text=FOCUS, content_type="text/javascript")
        if found is None:
            return _forbidden()
        path, kind = found
        content = await asyncio.to_thread((files("textual_serve") / "static" / path).read_bytes)
        return web.Response(body=content, content_type=kind)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        """Start a screen for a browser, and end it when the browser leaves."""
        guest = self._guest(request)
        if guest is None or not is_own_page(request.headers.get("Origin", ""), request.host):
            return _forbidden()
        if len(self._screens) >= MOST_SCREENS:
            return web.Response(status=429, text="There are too many screens on this session already.")
        socket = web.WebSocketResponse(heartbeat=BEAT_S, max_msg_size=LARGEST, compress=False)
        served = self._served
        may = LOOKS if guest.is_read_only else ANSWERS
        screen = ScreenProcess(("-m", "coach.web.screen", str(served.root), served.session, guest.name, may))
        self._screens.add(screen)
        try:
            await socket.prepare(request)
            size = size_of(_number(request, "width", 80), _number(request, "height", 24))
            if await screen.start(size):
                await _carry(socket, screen, guest)
        finally:
            await screen.end()
            self._screens.discard(screen)
            with suppress(Exception):
                await socket.close()
        return socket

    def _guest(self, request: web.Request) -> Guest | None:
        """Give whose request this is; None where it is nobody's, or asks for a server of another name."""
        if not self._is_asked_by_name(request):
            return None
        return self._served.access.guest(request.cookies.get(COOKIE))

    def _is_asked_by_name(self, request: web.Request) -> bool:
        return may_ask(request.headers.get("Host", ""), self._served.names)

    async def _end_all(self, _application: web.Application) -> None:
        await asyncio.gather(*(screen.end() for screen in list(self._screens)))


async def _carry(socket: web.WebSocketResponse, screen: ScreenProcess, guest: Guest) -> None:
    """Carry what is typed to the screen and what it shows to the browser, until one of them ends."""
    both = (asyncio.create_task(_show(socket, screen)), asyncio.create_task(_hear(socket, screen, guest)))
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _show(socket: web.WebSocketResponse, screen: ScreenProcess) -> None:
    async for kind, content in screen.packets():
        if kind == DATA:
            await asyncio.wait_for(socket.send_bytes(content), SLOW_S)


async def _hear(socket: web.WebSocketResponse, screen: ScreenProcess, guest: Guest) -> None:
    async for message in socket:
        said = read_message(message.data) if message.type == WSMsgType.TEXT else None
        if said is None:
            continue
        match said.kind:
            case "typed":
                text = looking(said.text) if guest.is_read_only else said.text
                if text:
                    await screen.type(text)
            case "size" if said.size is not None:
                await screen.tell(type="resize", width=said.size.width, height=said.size.height)
            case "ping":
                await socket.send_json(["pong", said.text])
            case "focus" | "blur" as kind:
                await screen.tell(type=kind)
            case _:
                pass


async def _harden(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value


def _forbidden() -> web.Response:
    return web.Response(status=403, text=FORBIDDEN)


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else default


async def serve(served: Served, host: str, port: int) -> Any:
    """Serve on an address; gives the runner, whose `cleanup` ends everything.

    Raises:
        OSError: the address cannot be had.
    """
    runner = web.AppRunner(Server(served).application(), access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, host, port, backlog=64).start()
    return runner
