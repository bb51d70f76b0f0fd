"""A long reading at the terminal: how far it is, and how it is stopped."""

from __future__ import annotations

import io
import signal
import sys

import pytest

from coach.cli import reading_bar
from coach.cli.reading_bar import ReadingBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_ctrl_c_stops_the_reading_and_a_second_one_the_program() -> None:
    before = signal.getsignal(signal.SIGINT)
    with ReadingBar() as bar:
        assert not bar.cancelled()
        signal.raise_signal(signal.SIGINT)
        assert bar.cancelled()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("sink", "draws"), [(Terminal, True), (io.StringIO, False)], ids=["terminal", "file"]
)
def test_it_is_drawn_at_a_terminal_only_and_taken_away_at_the_end(
    monkeypatch: pytest.MonkeyPatch, sink: type[io.StringIO], *, draws: bool
) -> None:
    monkeypatch.setattr(reading_bar, "_PATIENCE_S", -1.0)
    monkeypatch.setattr(reading_bar, "_PAUSE_S", -1.0)
    monkeypatch.setattr(sys, "stderr", sink())
    with ReadingBar() as bar:
        bar.progress(3, 12, "runs/\x1b[31mred")
    written = sys.stderr.getvalue()  # type: ignore[union-attr]
    assert ("3 of 12 runs" in written) is draws
    assert "\x1b[31m" not in written
    assert written.endswith("\r\x1b[K") is draws
