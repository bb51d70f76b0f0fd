"""Where the line-by-line front end reads and writes: no colour, no boxes, nothing is ever redrawn."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from coach.cli.terminal_safe import harmless

if TYPE_CHECKING:
    from typing import TextIO

WIDEST = 88
"""Columns beyond which a line of prose is hard to follow."""
NARROWEST = 20
_CLEAR = "\x1b[3J\x1b[H\x1b[2J"
_A_SCREENFUL = 50
"""Empty lines that push what was typed out of sight, where the terminal cannot be cleared."""


class Console:
    """Asks one line at a time and writes wrapped paragraphs.

    Answers are echoed where they do not come from a keyboard, so that what is written is a transcript.
    """

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._source = source if source is not None else sys.stdin
        self._sink = sink if sink is not None else sys.stdout
        self.width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))

    def say(self, text: str = "", *, indent: str = "", hanging: str | None = None) -> None:
        """Write a paragraph, wrapped; each line of the text starts a new one.

        Args:
            text: anything; it is made harmless.
            indent: put before the first line.
            hanging: put before the lines that follow; as `indent` where it is not given.
        """
        rest = indent if hanging is None else hanging
        for line in harmless(text).split("\n"):
            self._write(
                textwrap.fill(
                    line,
                    self.width,
                    initial_indent=indent,
                    subsequent_indent=rest,
                    break_long_words=False,
                    break_on_hyphens=False,
                )
            )

    def say_line(self, line: str) -> None:
        """Write a line that was wrapped and made harmless before."""
        self._write(line)

    def ask(self, prompt: str) -> str:
        """Give the next line that was typed, without its line break.

        Raises:
            EOFError: there is no more input.
        """
        if self._source is sys.stdin and self._source.isatty():
            import readline  # noqa: F401, PLC0415 - gives `input` line editing

            return input(prompt)
        line = self._source.readline()
        if not line:
            self._write(prompt.rstrip())
            raise EOFError
        said = line.rstrip("\r\n")
        self._write(f"{prompt}{harmless(said)}")
        return said

    def conceal(self) -> None:
        """Take what was typed off the terminal, with what it scrolls back to and what arrow keys bring back."""
        if self._source is sys.stdin and sys.stdin.isatty():
            import readline  # noqa: PLC0415 - as in `ask`

            readline.clear_history()
        if self._sink.isatty() and os.environ.get("TERM", "dumb") not in {"dumb", "unknown"}:
            self._sink.write(_CLEAR)
        else:
            self._sink.write("\n" * _A_SCREENFUL)
        self._sink.flush()

    def _write(self, text: str) -> None:
        self._sink.write(f"{text}\n")
        self._sink.flush()


def is_terminal() -> bool:
    """True when a person sits at both ends: the full-screen interface may start."""
    return (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and os.environ.get("TERM", "dumb") not in {"dumb", "unknown"}
    )
