"""Starts the program behind one browser, speaks with it in packets, and ends it within moments.

A packet is one byte for its kind (D for the screen's own bytes, M for what is said about it), its length in four bytes,
and its content: the form of Textual's driver for the web.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DATA, META = b"D", b"M"
READY = b"__GANGLION__\n"
LARGEST_PACKET = 8_000_000
ASKED_S, TERM_S = 0.8, 0.6
"""Seconds for a program to end after it is asked to, and after it is told to."""
_DRIVER = "textual.drivers.web_driver:WebDriver"


class Size(NamedTuple):
    """Of a screen, in cells."""

    width: int
    height: int


class ScreenProcess:
    """One program, from its start to its end.

    Args:
        words: its arguments, after the interpreter.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, size: Size) -> bool:
        """Start it; False where it could not be, or ended at once."""
        around = {
            **os.environ,
            "TEXTUAL_DRIVER": _DRIVER,
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "COLUMNS": str(size.width),
            "ROWS": str(size.height),
        }
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=around,
                start_new_session=True,
            )
        except OSError:
            return False
        output = self._process.stdout
        while output is not None and (line := await output.readline()):
            if line == READY:
                return True
        return False

    async def packets(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """Give what it says, until it ends."""
        output = self._process.stdout if self._process else None
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while output is not None:
                head = await output.readexactly(5)
                size = int.from_bytes(head[1:], "big")
                if size > LARGEST_PACKET:
                    return
                yield head[:1], await output.readexactly(size)

    async def type(self, text: str) -> None:
        """Let it have what was typed."""
        await self._send(DATA, text.encode("utf-8", "replace"))

    async def tell(self, **said: str | int) -> None:
        """Tell it something about its screen."""
        await self._send(META, json.dumps(said).encode())

    async def _send(self, kind: bytes, content: bytes) -> None:
        pipe = self._process.stdin if self._process else None
        if pipe is not None and not pipe.is_closing():
            with suppress(ConnectionError, RuntimeError):
                pipe.write(kind + len(content).to_bytes(4, "big") + content)
                await pipe.drain()

    async def end(self) -> None:
        """End it with all that it started: asked first, told then, and after that not asked."""
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.tell(type="quit"), ASKED_S / 2)
            for patience, number in ((ASKED_S, signal.SIGTERM), (TERM_S, signal.SIGKILL)):
                with suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), patience)
                    break
                self._signal(number)
        self._signal(signal.SIGKILL)
        await process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
