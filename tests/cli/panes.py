"""Real programs in panes of tmux, with its defaults: each person has a terminal and a cache of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from coach.tui.type_ahead import DEAF_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 40.0
TRIES, SOON_S = 3, 5.0
"""As often something is written until it is seen, and how soon it must be."""
needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Panes:
    """A server of tmux of its own, with a pane a person.

    Args:
        folder: where caches and the socket are; a socket's path is short, so this must be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tmux(self, *words: str) -> str:
        """Call tmux; gives what it prints."""
        said = subprocess.run(
            ["tmux", "-S", str(self._folder / "s"), "-f", os.devnull, *words],
            capture_output=True,
            text=True,
            check=True,
        )
        return said.stdout

    def open(self, person: str, journal: Path, *words: str, rows: int = 40) -> None:
        """Start the program in a pane of somebody."""
        cache = f"XDG_CACHE_HOME={self.cache(person)}"
        program = [sys.executable, "-m", "coach", *words, "--journal", str(journal)]
        command = ["env", "-u", "COLUMNS", "-u", "LINES", cache, *program]
        self.tmux("new-session", "-d", "-s", person, "-x", "100", "-y", str(rows), *command)
        self.tmux("set-option", "-t", person, "remain-on-exit", "off")

    def cache(self, person: str) -> Path:
        """Give the folder in which somebody's blind answers are."""
        return self._folder / f"cache of {person}"

    def screen(self, person: str) -> str:
        """Give what somebody has before them."""
        return self.tmux("capture-pane", "-p", "-t", person)

    def sees(self, person: str, text: str) -> float:
        """Wait until somebody sees a text, whatever lines it is broken into; gives after how many seconds."""
        began = time.monotonic()
        while text not in read(shown := self.screen(person)):
            assert time.monotonic() - began < PATIENCE_S, f"{person} never saw {text!r}:\n{shown}"
            time.sleep(0.05)
        return time.monotonic() - began

    def presses(self, person: str, *keys: str) -> None:
        """Press keys by their names, one after the other."""
        for key in keys:
            self.tmux("send-keys", "-t", person, key)
            time.sleep(0.05)  # a key is one of its own, and no paste

    def types(self, person: str, *parts: str, enter: bool = True) -> None:
        """Type texts, with tab between them, and enter at the end."""
        time.sleep(DEAF_S)  # nobody's enter counts in the moment in which a question changed under it
        for number, part in enumerate(parts):
            if number:
                self.presses(person, "Tab")
            if part:
                self.tmux("send-keys", "-t", person, "-l", part)
        if enter:
            time.sleep(0.3)  # what comes at once is taken for a paste
            self.presses(person, "Enter")

    def writes(self, person: str, text: str, shows: str) -> None:
        """Write something where one is, and once more where it came before its field; then press enter."""
        for _ in range(TRIES):
            self.types(person, text, enter=False)
            began = time.monotonic()
            while time.monotonic() - began < SOON_S:
                if shows in read(self.screen(person)):
                    self.types(person, "")
                    return
                time.sleep(0.05)
        self.sees(person, shows)

    def takes(self, person: str, while_seen: str, until: str) -> None:
        """Press enter on what stands there, as long as one text is seen, until another one is."""
        began = time.monotonic()
        while until not in (now := read(shown := self.screen(person))):
            assert time.monotonic() - began < PATIENCE_S, f"{person} never saw {until!r}:\n{shown}"
            if while_seen in now:
                time.sleep(DEAF_S)  # as in `types`; and what stood there may have been taken meanwhile
                if while_seen in read(self.screen(person)):
                    self.presses(person, "Enter")
            time.sleep(0.3)

    def close(self) -> None:
        """End every program."""
        words = ["tmux", "-S", str(self._folder / "s"), "kill-server"]
        subprocess.run(words, capture_output=True, check=False)


def read(shown: str) -> str:
    """Give the texts of a screen: first without what stands at its right side, then all; with no lines broken."""
    left = " ".join(line.split("│")[0] for line in shown.splitlines())
    return " ".join(f"{left} {shown}".replace("│", " ").replace("▌", " ").split())


@pytest.fixture
def panes(tmp_path: Path) -> Iterator[Panes]:
    """Panes that end with the test."""
    opened = Panes(tmp_path)
    yield opened
    opened.close()
