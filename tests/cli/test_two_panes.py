"""Two real programs in two panes of tmux, with its defaults: two people walk an investigation together, by keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.tui.widgets.question_pane import ALL_DONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.tmux,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]
PATIENCE_S = 20.0


class Panes:
    """A server of tmux of its own, with a pane a person."""

    def __init__(self, journal: Path, socket: Path) -> None:
        self._journal, self._socket = journal, socket

    def tmux(self, *words: str) -> str:
        said = subprocess.run(
            ["tmux", "-S", str(self._socket), "-f", os.devnull, *words],
            capture_output=True,
            text=True,
            check=True,
        )
        return said.stdout

    def open(self, person: str, *words: str) -> None:
        command = [sys.executable, "-m", "coach", *words, "--journal", str(self._journal)]
        size = ("-x", "100", "-y", "30")
        self.tmux("new-session", "-d", "-s", person, *size, *command)

    def sees(self, person: str, text: str) -> float:
        """Wait until somebody sees a text; gives after how many seconds."""
        began = time.monotonic()
        while text not in (shown := self.tmux("capture-pane", "-p", "-t", person)):
            assert time.monotonic() - began < PATIENCE_S, f"{person} never saw {text!r}:\n{shown}"
            time.sleep(0.05)
        return time.monotonic() - began

    def types(self, person: str, *parts: str) -> None:
        """Type texts, with tab between them, and enter at the end."""
        for number, part in enumerate(parts):
            if number:
                self.tmux("send-keys", "-t", person, "Tab")
            if part:
                self.tmux("send-keys", "-t", person, "-l", part)
        time.sleep(0.3)
        self.tmux("send-keys", "-t", person, "Enter")


@pytest.fixture
def panes(tmp_path: Path) -> Iterator[Panes]:
    opened = Panes(tmp_path / "journal", tmp_path / "s")
    yield opened
    subprocess.run(["tmux", "-S", str(tmp_path / "s"), "kill-server"], capture_output=True, check=False)


def test_two_people_walk_an_investigation_together(panes: Panes, tmp_path: Path) -> None:
    panes.open("ana", "stuck", "--by", "ana")
    panes.sees("ana", "Working on")
    panes.open("ben", "join", "--as", "ben")
    panes.sees("ben", "Working on")
    panes.sees("ana", "ben: Frame")
    panes.types("ana", "landing", "200", "flat at 25", "2 min")
    assert panes.sees("ben", "What kind of work is it?") < 3
    time.sleep(1)  # nobody's enter counts in the moment in which a question changes under it
    panes.types("ben", "")
    panes.sees("ana", "Short form, or the full method?")
    time.sleep(1)
    panes.types("ana", "")
    panes.sees("ben", "What will you change or run")
    panes.types("ben", "Divide the reward by 100")
    panes.sees("ana", "How likely is it")
    panes.types("ana", "60")
    panes.sees("ben", "Seal it?")
    time.sleep(1)
    panes.types("ben", "")
    panes.sees("ana", "What did you see?")
    panes.types("ana", "3", "2 min")
    panes.sees("ben", "What was the cause")
    panes.types("ben", "", "", "the scale of the reward", "print it")
    panes.sees("ana", "Close the investigation?")
    time.sleep(1)
    panes.types("ana", "")
    panes.sees("ben", ALL_DONE[:20])
    desk = Coach(Journal.at(tmp_path / "journal"), Stamp(by="cleo"))
    (only,) = desk.summaries()
    session = desk.walk(only.session).session
    assert session.is_closed
    assert {event.by for event in session.events} >= {"ana", "ben"}
