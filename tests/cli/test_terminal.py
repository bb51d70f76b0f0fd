"""The line-by-line mode at a real terminal: its keys, its interruption, and what a dumb terminal gets."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE_S = 20.0
SETTLED_S = 4.0


class Terminal:
    """A program at a terminal of its own."""

    def __init__(self, *words: str, term: str = "xterm") -> None:
        self._own, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self.seen = ""
        self._program = subprocess.Popen(
            [sys.executable, "-m", "coach", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": term},
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._own)

    def wait_for(self, text: str) -> None:
        """Read until the terminal has shown a text."""
        assert self._shows(text, PATIENCE_S), self.seen

    def _shows(self, text: str, patience_s: float) -> bool:
        end = time.monotonic() + patience_s
        while text not in self.seen and time.monotonic() < end:
            if select.select([self._own], [], [], 0.1)[0]:
                self.seen += os.read(self._own, 65536).decode(errors="replace")
        return text in self.seen

    def type(self, keys: str) -> None:
        """Press keys."""
        self.seen = ""
        os.write(self._own, keys.encode())

    def interrupt(self, says: str) -> None:
        """Send what control-C sends until the program answers it.

        The line editor writes its prompt a moment before it waits. A signal between the two is noticed by it only
        at the next key or signal; a person would press again, too.
        """
        for _ in range(5):
            self._program.send_signal(signal.SIGINT)
            if self._shows(says, SETTLED_S):
                return
        raise AssertionError(self.seen)

    def ended(self) -> int:
        """Wait for the end and give the exit status."""
        return self._program.wait(PATIENCE_S)


def test_control_c_keeps_what_was_confirmed_and_says_how_to_go_on() -> None:
    with Terminal("stuck", "--plain", "-p", "policy-gradient") as terminal:
        terminal.wait_for("What are you working on")
        terminal.type("the lander\n")
        terminal.wait_for("How long is one run")
        terminal.wait_for("> ")
        terminal.interrupt("coach resume")
        terminal.wait_for("kept")
        assert terminal.ended() == 130


def test_a_dumb_terminal_gets_lines_and_no_screen() -> None:
    with Terminal("stuck", "-p", "policy-gradient", term="dumb") as terminal:
        terminal.wait_for("What are you working on")
        assert "\x1b[?1049h" not in terminal.seen
        terminal.type("quit\n")
        terminal.wait_for("coach resume")
        assert terminal.ended() == 0


def test_the_demo_at_a_terminal_takes_the_prepared_answer_with_enter() -> None:
    with Terminal("demo", "--plain") as terminal:
        terminal.wait_for("Enter takes this answer")
        terminal.type("\n")
        terminal.wait_for("How long is one run")
        terminal.wait_for("Enter takes this answer")
        terminal.type("quit\n")
        terminal.wait_for("coach stuck LOGDIR")
        assert terminal.ended() == 0


def test_a_session_that_is_none_ends_the_full_screen_with_a_message_and_its_status() -> None:
    with Terminal("resume", "nonsense", term="xterm-256color") as terminal:
        terminal.wait_for("there is no session 'nonsense'")
        assert terminal.ended() == 2


def test_a_log_folder_that_is_none_opens_no_full_screen() -> None:
    with Terminal("stuck", "nowhere", term="xterm-256color") as terminal:
        terminal.wait_for("there is no such log folder")
        assert "\x1b[?1049h" not in terminal.seen
        assert terminal.ended() == 3
