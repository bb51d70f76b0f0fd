from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from coach.cli import main as program
from coach.cli.main import main, run
from coach.cli.table import COMMANDS
from coach.errors import JournalError, RunReadError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Whatever stands in this list is raised by the command `note`."""
    raised: list[BaseException] = []

    @click.command
    def broken() -> None:
        raise raised[0]

    monkeypatch.setattr(program.LazyGroup, "get_command", lambda *_: broken)
    return raised


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_lists_every_command_with_one_line(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([word]) == 0
    said = capsys.readouterr().out
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.help)}$", said, re.MULTILINE)


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"coach \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_a_mistyped_command_is_wrong_usage_and_the_nearest_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["stuk"]) == 2
    assert "Did you mean stuck?" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage() -> None:
    assert run(["note", "--nonsense", "x"]) == 2


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("wrong words", hint="Say it so."), 2),
        (RunReadError("cannot be read", hint="Look.", where="runs/a"), 3),
        (JournalError("is locked", hint="Wait."), 4),
    ],
)
def test_a_failure_is_a_sentence_a_hint_and_an_exit_status(
    failing: list[BaseException], error: Exception, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(error)
    assert run(["note"]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 2
    assert err.startswith("coach: ")


def test_a_failure_that_quotes_a_hostile_name_does_not_steer_the_terminal(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(RunReadError("cannot be read", where="runs/\x1b[2Jx"))
    run(["note"])
    assert "\x1b" not in capsys.readouterr().err


def test_an_interruption_says_that_everything_confirmed_is_kept(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(KeyboardInterrupt())
    assert run(["note"]) == 130
    assert "kept" in capsys.readouterr().err


def test_the_unexpected_is_one_sentence_and_a_report_without_values(
    failing: list[BaseException],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    failing.append(ZeroDivisionError("division by zero"))
    assert run(["note"]) == 70
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1
    report = next(tmp_path.glob("coach-report-*.txt"))
    assert str(report) in err
    assert "ZeroDivisionError" in report.read_text()


def test_a_reader_that_went_away_ends_the_program_quietly() -> None:
    code = "import sys\nfrom coach.cli.main import run\nsys.exit(run(['--help']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        assert done.stdout is not None
        done.stdout.close()
        assert done.stderr is not None
        assert done.stderr.read() == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"coach {name}" in said
    assert "Example" in said


def commands(name: str) -> list[click.Command]:
    """Give a command of the program with all that are below it."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    found = [command]
    for each in found:
        found += each.commands.values() if isinstance(each, click.Group) else []
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_is_explained(name: str) -> None:
    for each in commands(name):
        unexplained = [
            param.name for param in each.params if isinstance(param, click.Option) and not param.help
        ]
        assert unexplained == []


@pytest.mark.parametrize("name", COMMANDS)
def test_whether_a_path_can_be_read_is_for_the_command_to_say(name: str) -> None:
    for command in commands(name):
        paths = [each.type for each in command.params if isinstance(each.type, click.Path)]
        assert not [path for path in paths if path.readable]


def test_the_status_of_check_is_said_to_be_about_what_newly_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["check", "--help"])
    assert "something newly failed" in " ".join(capsys.readouterr().out.split())
