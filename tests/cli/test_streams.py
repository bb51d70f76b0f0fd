"""Standard streams that are closed, full, or not read any more: a sentence and a status, never a report."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from coach.cli.streams import is_refusal

if TYPE_CHECKING:
    from pathlib import Path


def shell(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a line in which COACH stands for the program."""
    program = shlex.join([sys.executable, "-m", "coach"])
    return subprocess.run(
        ["sh", "-c", line.replace("COACH", program)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COACH_HOME": str(home)},
    )


def test_an_input_that_was_closed_is_an_empty_one(home: Path) -> None:
    stuck = shell("COACH stuck <&-", home)
    assert (stuck.returncode, stuck.stderr) == (0, "")
    assert "Everything confirmed is kept." in stuck.stdout
    note = shell("COACH note - <&-", home)
    assert note.returncode == 2
    assert "there is nothing to note" in note.stderr


@pytest.mark.parametrize("words", ["list", "list --json", "playbooks schema", "--help", ""])
def test_an_output_that_was_closed_is_said_in_one_sentence(home: Path, words: str) -> None:
    shell("COACH note hello", home)
    done = shell(f"COACH {words} >&-", home)
    assert done.returncode == 74
    assert done.stderr == "coach: standard output cannot be written: bad file descriptor\n"


def test_a_write_that_a_full_disk_refused_is_told_from_a_file_that_could_not_be_opened() -> None:
    assert is_refusal(OSError(28, "No space left on device"))
    assert not is_refusal(OSError(28, "No space left on device", "somewhere"))
    assert not is_refusal(OSError(2, "No such file or directory"))


def test_a_journal_is_written_although_every_stream_is_closed(home: Path) -> None:
    assert shell("COACH note hello <&- >&- 2>&-", home).returncode == 0
    assert "hello" in shell("COACH log", home).stdout


def test_a_reader_that_went_away_while_a_command_wrote_is_nothing_to_act_on(home: Path) -> None:
    gone = shell("{ COACH playbooks schema; echo $? >&2; } | true", home)
    assert gone.stderr == "141\n"
