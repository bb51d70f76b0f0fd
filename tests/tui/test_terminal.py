"""The real program in a real terminal: answer, lose the terminal, come back."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import uuid
from functools import partial
from typing import TYPE_CHECKING

import pytest

from coach.desk import Coach
from coach.session.event.common import RunLengthGiven, Stated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 30.0


class Pane:
    """A pane of tmux with one program in it."""

    def __init__(self, journal: Path) -> None:
        self._socket = ""
        self._journal = journal

    def start(self, *words: str, size: tuple[int, int] = (80, 24), before: str = "pass") -> None:
        """Run `coach` in a fresh pane, of this size whatever the tests' own terminal is."""
        self._socket = (
            f"coach-{uuid.uuid4().hex[:8]}"  # a server that is being killed still answers on its own
        )
        code = f"import sys; {before}; from coach.cli.main import run; sys.exit(run())"
        program = shlex.join([sys.executable, "-c", code, *words])
        width, height = map(str, size)
        self._tmux(
            "new-session", "-d", "-x", width, "-y", height, "-s", "coach",
            f"env -u COLUMNS -u LINES COACH_HOME={shlex.quote(str(self._journal))} {program}; "
            "echo ended with $?; sleep 60",
        )  # fmt: skip

    def keys(self, *keys: str) -> None:
        """Press keys, as fast as they can be sent."""
        self._tmux("send-keys", "-t", "coach", *keys)

    def paste(self, text: str) -> None:
        """Paste a text, as tmux does: with whatever is in it."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p", "-t", "coach")

    def shown(self) -> str:
        """Give what is on the screen."""
        return self._tmux("capture-pane", "-p", "-t", "coach")

    def wait_for(self, text: str) -> str:
        """Wait until a text is on the screen; gives the screen."""
        until = time.monotonic() + PATIENCE_S
        while text not in (said := self.shown()):
            assert time.monotonic() < until, said
            time.sleep(0.05)
        return said

    def kill(self) -> None:
        """Close the pane, as closing a terminal window does."""
        self._tmux("kill-server")

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout


@pytest.fixture
def pane(tmp_path: Path) -> Iterator[Pane]:
    """A pane; the test is left out where there is no tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux on this machine")
    found = Pane(tmp_path / "journal")
    yield found
    found.kill()


def test_what_was_confirmed_survives_a_killed_pane_and_the_walk_goes_on(pane: Pane, tmp_path: Path) -> None:
    pane.start("stuck", "-p", "policy-gradient", "-t", "CartPole [/x] collapses")
    pane.wait_for("What did you expect")
    pane.keys("475", "Tab", "25", "Tab", "10h", "Down", "worse than", "Enter")
    pane.wait_for("Where are the logs")
    pane.keys("never confirmed")
    pane.wait_for("never confirmed")
    pane.kill()
    walk = Coach.open(journal=tmp_path / "journal").newest_open()
    assert walk is not None
    assert [body.text for body in walk.session.all(Stated)] == ["CartPole [/x] collapses", "475", "25"]
    assert [body.hours for body in walk.session.all(RunLengthGiven)] == [10.0]
    pane.start("resume", size=(120, 36))
    pane.wait_for("Where are the logs")
    said = pane.wait_for("CartPole [/x] collapses")
    assert "✓" not in said.splitlines()[0]
    pane.keys("C-q")
    pane.wait_for("ended with 0")


def test_home_opens_the_demo_and_comes_back(pane: Pane) -> None:
    pane.start()
    pane.wait_for("Nothing is open yet.")
    pane.keys("d")
    pane.wait_for("(prepared)")
    # what is pressed while a page is drawn answers nothing on it; it takes keys before it reads the logs
    pane.wait_for("First looks")
    pane.keys("Enter")
    pane.wait_for("Check first")
    pane.keys("F9")
    pane.wait_for("✓ ✓ ● Evidence")
    pane.keys("F9")
    pane.wait_for("Nothing is open yet.")
    pane.keys("q")
    pane.wait_for("ended with 0")


def test_a_tiny_terminal_says_what_it_needs(pane: Pane) -> None:
    pane.start("stuck", size=(20, 5))
    pane.wait_for("Too small (20x5)")
    pane.keys("C-q")
    pane.wait_for("ended with")


def test_a_coloured_line_of_a_log_is_pasted_as_text(pane: Pane, tmp_path: Path) -> None:
    pane.start("stuck", "-p", "policy-gradient", "-t", "colours")
    pane.wait_for("What did you expect")
    pane.paste("loss \x1b[31m[red]nan\x1b[0m \x1b\x1bq b s")
    pane.wait_for("loss [red]nan")
    pane.keys("Tab", "25", "Tab", "10h", "Down", "worse than", "Enter")
    pane.wait_for("Where are the logs")
    walk = Coach.open(journal=tmp_path / "journal").newest_open()
    assert walk is not None
    assert [body.text for body in walk.session.all(Stated)] == ["colours", "loss [red]nan  b s", "25"]


def test_a_fault_is_one_sentence_and_a_report_never_a_traceback(pane: Pane) -> None:
    broken = "import coach.tui.view as v; v.view_of = lambda walk: 1 / 0"
    pane.start("stuck", before=broken, size=(160, 24))
    said = pane.wait_for("ended with 70")
    assert "something unexpected happened (ZeroDivisionError); everything confirmed is kept." in said
    assert "coach-report-" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("hang_up", [signal.SIG_DFL, signal.SIG_IGN], ids=["as it is", "under nohup"])
def test_a_terminal_that_goes_away_ends_the_program(tmp_path: Path, hang_up: signal.Handlers) -> None:
    leader, follower = os.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "coach"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        env={**os.environ, "COACH_HOME": str(tmp_path), "TERM": "xterm-256color"},
        preexec_fn=partial(_take_terminal, hang_up),  # noqa: PLW1509 - a login shell does as much
    )
    os.close(follower)
    seen = b""
    while b"pre-mortem" not in seen:
        seen += os.read(leader, 65536)
    os.close(leader)
    try:
        assert program.wait(PATIENCE_S) is not None
    finally:
        program.kill()
        program.wait()


def _take_terminal(hang_up: signal.Handlers) -> None:
    signal.signal(signal.SIGHUP, hang_up)
    import fcntl  # noqa: PLC0415 - in the child
    import termios  # noqa: PLC0415

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
