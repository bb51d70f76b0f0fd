"""What people and file systems get wrong: a clear message, the exit status that was promised, nothing lost."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from tests.cli.conftest import DEMO_LOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]
    Sessions = Callable[[], Sequence[str]]

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
TO_EVIDENCE = "".join(f"{line}\n" for line in ("10h", "", "", "above 15", "", "at 3", "", "1", "")).encode()
"""Lines that lead an investigation from its first question to its evidence."""


@pytest.mark.parametrize("command", ["stuck", "symptoms"])
def test_a_log_folder_that_does_not_exist_is_named_before_a_session_is_made(
    coach: Run, sessions: Sessions, tmp_path: Path, command: str
) -> None:
    said = coach(command, tmp_path / "nowhere")
    assert said.status == 3
    assert str(tmp_path / "nowhere") in said.err
    assert list(sessions()) == []


@pytest.mark.parametrize("name", ["x" * 300, "a\nb"])
def test_a_path_that_can_be_none_is_a_path_that_is_not_there(coach: Run, name: str) -> None:
    assert coach("stuck", name).status == 3


def test_an_empty_log_folder_is_said_and_the_walk_goes_on(typed: Run, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    said = typed("stuck", "runs", "-p", "policy-gradient", keys=TO_EVIDENCE)
    assert said.status == 0, said.err
    assert "no log of any format" in said.out
    assert "no log of any format" in " ".join(said.out[: said.out.index("Part 1")].split())
    assert "What else do you know" in said.out


def test_a_folder_of_pointer_files_says_how_to_get_the_logs(typed: Run, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "events.out.tfevents.1.host").write_text(POINTER)
    said = typed("stuck", "runs", "-p", "policy-gradient", keys=TO_EVIDENCE)
    assert said.status == 0, said.err
    assert "git lfs pull" in said.out
    assert "git lfs pull" in " ".join(said.out[: said.out.index("Part 1")].split())


def test_a_folder_with_logs_needs_no_word_before_the_first_question(typed: Run) -> None:
    said = typed("stuck", DEMO_LOGS, "-p", "policy-gradient")
    assert said.out.lstrip().startswith("Part 1")


@pytest.mark.parametrize("command", ["stuck", "symptoms"])
def test_a_log_folder_that_cannot_be_opened_is_named(coach: Run, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "runs"
    folder.symlink_to(folder)
    said = coach(command, folder)
    assert said.status == 3
    assert str(folder) in said.err


def test_a_log_folder_that_may_not_be_read_is_named_before_a_session_is_made(
    coach: Run, sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    monkeypatch.setattr("os.access", lambda path, _: str(path) != str(folder))
    said = coach("stuck", folder)
    assert said.status == 3
    assert "Usage" not in said.err
    assert f"{folder}: this log folder cannot be opened: permission denied" in said.err
    assert list(sessions()) == []


def test_a_log_that_grows_while_it_is_read_is_read_as_far_as_it_goes(coach: Run, tmp_path: Path) -> None:
    file = tmp_path / "events.out.tfevents.1.host"
    write_scalars(file, [Scalar("loss", step, 1.0 + step, 0.5) for step in range(50)])
    whole = file.read_bytes()
    file.write_bytes(whole[:-7])
    said = coach("symptoms", tmp_path, "--json")
    assert said.status == 0
    (run,) = json.loads(said.out)["runs"]
    assert run["points"] == 49
    assert [note["kind"] for note in run["notes"]] == ["truncated-tail"]
    file.write_bytes(whole)
    (grown,) = json.loads(coach("symptoms", tmp_path, "--json").out)["runs"]
    assert grown["points"] == 50


@pytest.mark.parametrize(
    "session", ["../../etc/passwd", "..", "a/b", "", "\x1b[2J", "x" * 500, "260101-00000"]
)
@pytest.mark.parametrize("command", ["resume", "show", "check"])
def test_a_session_id_that_is_none_is_wrong_usage(coach: Run, command: str, session: str) -> None:
    said = coach(command, session)
    assert said.status == 2
    assert "\x1b" not in said.err


def test_there_is_nothing_to_resume_in_an_empty_journal(coach: Run) -> None:
    said = coach("resume")
    assert said.status == 2
    assert "coach stuck" in said.err


@pytest.mark.parametrize("words", [("",), ("  ", " ")])
def test_an_empty_note_is_wrong_usage(coach: Run, sessions: Sessions, words: tuple[str, ...]) -> None:
    assert coach("note", *words).status == 2
    assert list(sessions()) == []


HOSTILE = "loss [/train] [@click=app.quit]x[/] \x1b]0;owned\x07\x1b[2J \u202eevil"


def test_text_full_of_brackets_escapes_and_marks_is_kept_and_shown_harmlessly(coach: Run) -> None:
    assert coach("note", HOSTILE).status == 0
    shown = coach("log")
    assert "loss [/train] [@click=app.quit]x[/]" in shown.out
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out
    (line,) = json.loads(coach("log", "--json").out)["thinking"]
    assert line["text"] == HOSTILE


def test_a_megabyte_of_note_is_kept(typed: Run) -> None:
    assert typed("note", "-", keys=b"word " * 200_000).status == 0
    assert json.loads(typed("log", "--json").out)["thinking"][0]["text"].count("word") == 200_000


def test_a_megabyte_as_an_answer_is_refused_and_the_question_asked_again(typed: Run) -> None:
    said = typed("stuck", "-p", "policy-gradient", keys=b"x" * 1_100_000 + b"\nthe lander\n")
    assert said.status == 0, said.err
    assert "1,100,000 characters" in said.out
    assert "How long is one run" in said.out


def test_bytes_that_are_no_text_are_kept_as_well_as_they_can_be(process: Run, typed: Run) -> None:
    assert process("note", "-", keys=b"caf\xe9 \xff\n").status == 0
    assert "caf" in typed("log").out


def test_a_name_that_is_no_text_is_no_fault(process: Run) -> None:
    assert process("note", os.fsdecode(b"caf\xe9")).status == 0
    assert process("symptoms", os.fsdecode(b"caf\xe9")).status == 3


def test_a_file_where_the_journal_should_be_is_a_fault_of_the_journal(coach: Run, home: Path) -> None:
    home.write_text("not a folder")
    for command in (("note", "x"), ("stuck",), ("log",), ()):
        said = coach(*command, "--plain") if command == () else coach(*command)
        assert said.status == 4
        assert str(home) in said.err


def test_an_unknown_playbook_is_named_before_a_session_is_made(coach: Run, sessions: Sessions) -> None:
    said = coach("stuck", "-p", "policy-gradeint")
    assert said.status == 3
    assert "policy-gradeint" in said.err
    assert list(sessions()) == []


def test_a_playbook_with_a_typo_is_named_with_file_and_line(coach: Run, home: Path) -> None:
    (home / "playbooks").mkdir(parents=True)
    (home / "playbooks" / "mine.yaml").write_text("id: mine\ntitel: Mine\n")
    said = coach("stuck", "-p", "mine")
    assert said.status == 3
    assert "mine.yaml:2" in said.err
    assert "titel" in said.err
    assert coach("doctor").status == 1


@pytest.mark.parametrize("columns", ["5", "20", "400"])
def test_a_terminal_of_any_width_can_be_read(
    typed: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert typed("symptoms", DEMO_LOGS).status == 0
    assert typed("stuck", "-p", "policy-gradient", keys=b"the lander\n").status == 0


def test_no_full_screen_starts_where_there_is_no_terminal(process: Run) -> None:
    said = process()
    assert said.status == 0
    assert "\x1b" not in said.out + said.err
    assert "Nothing is open." in said.out
    assert "coach learn" in said.out


def test_an_output_that_cannot_spell_every_letter_still_gets_the_rest(process: Run) -> None:
    process("note", "λ went to 0.95")
    assert "went to 0.95" in process("log", encoding="ascii").out
