from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.journal import Journal
from coach.journal.place import init_journal, journal_place
from tests.journal.sessions import ONE, session

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder deep in a project that has a journal."""
    init_journal(tmp_path / "project")
    deep = tmp_path / "project" / "experiments" / "ppo"
    deep.mkdir(parents=True)
    return deep


def test_what_is_said_comes_before_what_is_set_and_that_before_what_is_found(project: Path) -> None:
    said, set_ = project / "said", project / "set"
    environment = {"COACH_HOME": str(set_)}
    assert journal_place(said, start=project, environment=environment) == (said, "--journal")
    assert journal_place(start=project, environment=environment) == (set_, "COACH_HOME")
    found = journal_place(start=project, environment={"COACH_HOME": ""})
    assert found == (project.parents[1] / ".coach", ".coach")


def test_the_nearest_journal_is_found_walking_up(project: Path) -> None:
    inner = init_journal(project.parent).root
    assert journal_place(start=project, environment={}).root == inner
    assert journal_place(start=inner / "sessions", environment={}).root == inner


def test_without_any_the_users_own_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = journal_place(start=tmp_path, environment={})
    assert place.named_by == "user"
    assert place.root.name == "coach"
    assert not place.root.exists()


def test_the_current_folder_and_the_environment_serve_by_default(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.delenv("COACH_HOME", raising=False)
    assert journal_place().named_by == ".coach"
    monkeypatch.setenv("COACH_HOME", "somewhere")
    assert journal_place() == (project / "somewhere", "COACH_HOME")


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert journal_place(Path("~/j"), environment={}).root == tmp_path / "j"
    assert journal_place(environment={"COACH_HOME": "~/j"}).root == tmp_path / "j"


def test_a_current_folder_that_is_gone_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert journal_place(environment={}).named_by == "user"


def test_a_file_called_coach_is_no_journal_when_walking_up(tmp_path: Path) -> None:
    (tmp_path / ".coach").write_text("a file")
    assert journal_place(start=tmp_path, environment={}).named_by != ".coach"


@pytest.mark.parametrize(
    "call",
    [
        lambda folder: journal_place(folder / ".coach", environment={}),
        lambda folder: journal_place(environment={"COACH_HOME": str(folder / ".coach")}),
        init_journal,
    ],
)
def test_a_file_in_place_of_a_journal_is_an_error_that_names_it(
    tmp_path: Path, call: Callable[[Path], object]
) -> None:
    (tmp_path / ".coach").write_text("a file")
    with pytest.raises(JournalError, match="there is a file where") as refusal:
        call(tmp_path)
    assert refusal.value.where == str(tmp_path / ".coach")


def test_making_a_journal_twice_changes_nothing(tmp_path: Path) -> None:
    made = init_journal(tmp_path)
    assert made == (tmp_path / ".coach", True)
    Journal.at(made.root).create(ONE, session())
    (made.root / ".gitignore").write_text("mine\n")
    assert init_journal(tmp_path) == (tmp_path / ".coach", False)
    assert (made.root / ".gitignore").read_text() == "mine\n"
    assert len(Journal.at(made.root).load(ONE)) == 3


def test_git_takes_the_sessions_and_leaves_what_is_derived(tmp_path: Path) -> None:
    root = init_journal(tmp_path).root
    journal = Journal.at(root)
    journal.create(ONE, session(1))
    journal.append(ONE, session(2))
    journal.summaries()
    (root / "sessions" / f".{ONE}.json.coach-tmp").write_text("half")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(listed.stdout.split()) == [
        ".coach/.gitattributes",
        ".coach/.gitignore",
        f".coach/sessions/{ONE}.json",
    ]


def test_git_converts_no_line_ends_of_a_session(tmp_path: Path) -> None:
    root = init_journal(tmp_path).root
    journal = Journal.at(root)
    journal.create(ONE, session())
    held = journal.path_of(ONE).read_bytes()
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=mira", "-c", "user.email=mira@example.org"]
    for words in (["init", "-q", "."], ["add", ".coach"], ["commit", "-q", "-m", "sessions"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True, capture_output=True)
    journal.path_of(ONE).unlink()
    subprocess.run([*git, "checkout", "--", ".coach"], cwd=tmp_path, check=True)
    assert journal.path_of(ONE).read_bytes() == held
    assert journal.verify(ONE) == ()
