"""The commands that list, verify, merge and export what is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from coach.journal.journal import Journal
from tests.journal.sessions import ONE, OTHER, content, noted, opened, sealed_session, session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Coach = Callable[..., Said]


@pytest.fixture
def journal(home: Path) -> Journal:
    """Give the journal that serves, with a sealed session and one with a hostile title."""
    journal = Journal.at(home)
    journal.create(ONE, sealed_session())
    journal.create(OTHER, [opened("evil\x1b[2J\u202e\ntitle"), noted(90)])
    return journal


def tampered(journal: Journal) -> Path:
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes().replace(b'"probability":0.7', b'"probability":0.2'))
    return path


def test_list_gives_a_line_a_session_and_nothing_else_on_standard_output(
    coach: Coach, journal: Journal
) -> None:
    said = coach("list")
    assert said.status == 0
    first, second = said.out.splitlines()
    assert first.startswith(f"{OTHER}  2026-03-14 ")
    assert first.endswith("  open     stuck      evil title")
    assert second.startswith(ONE)
    assert second.endswith("PPO on Pong")
    assert "\x1b" not in said.out
    assert journal.ids() == (ONE, OTHER)


def test_list_says_where_it_looked_when_there_is_nothing(coach: Coach, home: Path) -> None:
    said = coach("list")
    assert (said.status, said.out) == (0, "")
    assert str(home) in said.err
    assert not home.exists()


def test_list_names_what_it_cannot_read_and_lists_the_rest(coach: Coach, journal: Journal) -> None:
    journal.path_of(ONE).write_bytes(b"damage")
    said = coach("list")
    assert said.status == 0
    assert said.out.startswith(OTHER)
    assert f"{ONE} cannot be listed" in said.err


def test_list_as_data(coach: Coach, journal: Journal) -> None:
    data = json.loads(coach("list", "--json").out)
    assert data["schema"] == "coach.list/1"
    assert data["journal"] == str(journal.root)
    assert [each["session"] for each in data["sessions"]] == [OTHER, ONE]
    assert data["sessions"][1]["last_at"] == "2026-03-14T09:00:04+00:00"
    assert data["unreadable"] == []


def test_a_journal_can_be_named(coach: Coach, journal: Journal, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    Journal.at(other).create(ONE, session())
    assert len(coach("list", "--journal", other).out.splitlines()) == 1
    assert len(coach("--journal", other, "list").out.splitlines()) == 1
    assert len(journal.ids()) == 2


def test_verify_finds_nothing_in_what_coach_wrote(coach: Coach, journal: Journal) -> None:
    assert coach("verify").out == (
        "2 of 2 sessions are as coach wrote them.\n"
        "Something outside vouches for 0 of 1 seals; coach verify --seals says what.\n"
    )
    assert coach("verify", ONE[:8]).status == 0
    assert journal.ids() == (ONE, OTHER)


def test_verify_ends_with_one_and_names_what_was_edited(coach: Coach, journal: Journal) -> None:
    tampered(journal)
    said = coach("verify")
    assert said.status == 1
    assert f"{ONE}: edited: an entry was changed after it was written" in said.out
    assert f"{ONE}: seal: a sealed event was changed" in said.out
    assert "1 of 2 sessions are as coach wrote them." in said.out
    data = json.loads(coach("verify", "--json").out)
    assert data["schema"] == "coach.verify/1"
    assert [len(each["findings"]) for each in data["sessions"]] == [2, 0]


def test_verify_names_the_remedy_for_a_damaged_file_and_the_remedy_works(
    coach: Coach, journal: Journal
) -> None:
    journal.append(ONE, [noted(9)])
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes()[:-30])
    said = coach("verify")
    assert said.status == 1
    assert f"{ONE}: unreadable" in said.out
    assert f"coach show {ONE} sets the damaged file aside" in said.err
    shown = coach("show", ONE)
    assert shown.status == 4
    assert f"kept as {path.name}.unreadable-1" in shown.err
    assert coach("show", ONE).status == 0
    assert coach("verify").status == 0


def test_verify_says_which_session_it_cannot_judge_and_ends_with_four(coach: Coach, journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.chmod(0o644)
    path.unlink()
    path.mkdir()
    said = coach("verify")
    assert said.status == 4
    assert f"{ONE}: could not be judged" in said.err
    assert "1 of 2 sessions" in said.out


@pytest.mark.parametrize("name", ["../../etc/passwd", "nothing-like-it", "26031"])
def test_a_session_that_cannot_be_meant_is_wrong_usage(coach: Coach, journal: Journal, name: str) -> None:
    for command in ("verify", "export"):
        assert coach(command, name).status == 2
    assert journal.ids() == (ONE, OTHER)


@pytest.mark.parametrize("kind", ["export", "file"])
def test_merge_takes_in_a_colleagues_copy(coach: Coach, journal: Journal, tmp_path: Path, kind: str) -> None:
    theirs = Journal.at(tmp_path / "theirs")
    theirs.merge_file(journal.path_of(ONE))
    theirs.append(ONE, [noted(9, by="noor")])
    copy = theirs.path_of(ONE)
    if kind == "export":
        copy = tmp_path / "copy.json"
        assert coach("export", ONE, "--format", "json", "-o", copy, "--journal", theirs.root).status == 0
    said = coach("merge", copy)
    assert (said.status, said.out) == (0, f"{ONE}: 1 new entries, 6 in all.\n")
    assert content(journal.load(ONE)) == content(theirs.load(ONE))


def test_merge_as_data(coach: Coach, journal: Journal, tmp_path: Path) -> None:
    said = coach(
        "merge", "--json", journal.path_of(ONE), journal.path_of(OTHER), "--journal", tmp_path / "new"
    )
    data = json.loads(said.out)
    assert data["schema"] == "coach.merge/1"
    assert [(each["session"], each["is_new"], each["added"]) for each in data["merged"]] == [
        (ONE, True, 5),
        (OTHER, True, 2),
    ]


def test_merge_ends_with_one_when_a_copy_was_edited(coach: Coach, journal: Journal, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(journal.path_of(ONE).read_bytes().replace(b"after", b"AFTER"))
    said = coach("merge", copy)
    assert said.status == 1
    assert "changed by hand" in said.out
    assert journal.verify(ONE) == ()


def test_merge_keeps_what_it_took_in_before_a_file_it_cannot_read(
    coach: Coach, journal: Journal, tmp_path: Path
) -> None:
    new = Journal.at(tmp_path / "new")
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    said = coach("merge", journal.path_of(ONE), broken, journal.path_of(OTHER), "--journal", new.root)
    assert said.status == 3
    assert str(broken) in said.err
    assert new.ids() == (ONE,)


def test_init_makes_a_journal_that_is_found_from_below(
    coach: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_HOME")
    assert coach("init").out.startswith(f"Made a journal in {tmp_path / '.coach'}")
    assert "already" in coach("init").out
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "down")
    assert str(tmp_path / ".coach") in coach("list").err
    assert json.loads(coach("init", tmp_path, "--json").out) == {
        "schema": "coach.init/1",
        "journal": str(tmp_path / ".coach"),
        "new": False,
        "git_merges": False,
    }


def test_init_where_there_is_no_folder_is_wrong_usage(coach: Coach, tmp_path: Path) -> None:
    assert coach("init", tmp_path / "missing").status == 2


def test_init_where_a_file_is_in_the_way_ends_with_four(coach: Coach, tmp_path: Path) -> None:
    (tmp_path / ".coach").write_text("a file")
    assert coach("init").status == 4


def test_export_writes_a_document_by_default(coach: Coach, journal: Journal) -> None:
    said = coach("export", "89q")
    assert said.status == 0
    assert said.out.startswith("# PPO on Pong\n")
    assert "`final(eval/return) >= 18`, 70 %" in said.out
    assert "\x1b" not in coach("export", OTHER).out
    assert journal.ids() == (ONE, OTHER)


def test_export_as_data_is_what_merge_takes(coach: Coach, journal: Journal) -> None:
    data = json.loads(coach("export", ONE, "--format", "json").out)
    assert data == journal.export(ONE)


def test_export_to_a_place_that_cannot_be_written_is_wrong_usage(
    coach: Coach, journal: Journal, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "missing" / "a.md"):
        assert coach("export", ONE, "-o", place).status == 2
    assert journal.verify(ONE) == ()


def test_export_replaces_a_file_and_says_so_on_standard_error(
    coach: Coach, journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    said = coach("export", ONE, "-o", path)
    assert (said.status, said.out) == (0, "")
    assert "Wrote" in said.err
    assert path.read_text() == coach("export", ONE).out
    assert journal.ids() == (ONE, OTHER)


def test_list_imports_no_library_but_click(journal: Journal) -> None:
    code = (
        "import sys; from coach.cli.main import run; run(['list']); "
        "print({'pydantic', 'tinydb', 'filelock', 'numpy', 'textual', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "set()"
    assert len(journal.ids()) == 2
