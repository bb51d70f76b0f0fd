"""A real browser without a window, driven over its own protocol."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import re
import shutil
import tempfile
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_ADDRESS = re.compile(rb"DevTools listening on (ws://\S+)")
_SPECIAL = {"\r": ("Enter", 13), "\t": ("Tab", 9)}


class Browser:
    """One page of it.

    Attributes:
        asked: every address that the page asked for.
    """

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._session = ""
        self.asked: list[str] = []

    async def listen(self) -> None:
        """Take what the browser says."""
        async for message in self._socket:
            said = json.loads(message.data)
            if said.get("id") in self._waiting:
                self._waiting.pop(said["id"]).set_result(said.get("result", {}))
            elif said.get("method") in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                params = said["params"]
                self.asked.append(params.get("url") or params["request"]["url"])

    async def call(self, method: str, **params: Any) -> Any:
        """Call the browser; gives what it answers."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        said: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            said["sessionId"] = self._session
        waiting = self._waiting[number]
        await self._socket.send_json(said)
        return await asyncio.wait_for(waiting, 20)

    async def open(self, url: str) -> None:
        """Open a page, 120 by 36 cells or so."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Network", "Page", "Runtime"):
            await self.call(f"{domain}.enable")
        size = {"width": 1100, "height": 660, "deviceScaleFactor": 1, "mobile": False}
        await self.call("Emulation.setDeviceMetricsOverride", **size)
        await self.call("Page.navigate", url=url)

    async def shows(self, script: str) -> Any:
        """Give the value of an expression in the page."""
        found = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return found.get("result", {}).get("value")

    async def type(self, text: str) -> None:
        """Press keys."""
        for each in text:
            key, code = _SPECIAL.get(each, (each, ord(each.upper())))
            event = {"key": key, "windowsVirtualKeyCode": code, "text": each}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **event)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    async def picture(self, path: Path) -> None:
        """Write what the page looks like."""
        shot = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start a browser that knows nothing and asks nobody."""
    import aiohttp  # noqa: PLC0415 - comes with the server

    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(prefix="coach-browser-", ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        address = None
        while address is None:
            line = await asyncio.wait_for(process.stderr.readline(), 30)
            assert line, "the browser did not start"
            address = _ADDRESS.search(line)
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(address[1].decode(), max_msg_size=0) as socket,
        ):
            page = Browser(socket)
            listening = asyncio.create_task(page.listen())
            try:
                yield page
            finally:
                listening.cancel()
                process.kill()
                with suppress(ProcessLookupError):
                    await process.wait()
