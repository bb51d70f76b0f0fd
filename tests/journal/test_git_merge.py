"""Sessions that several clones of one project have written, made one by a plain `git pull`."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError, RunReadError
from coach.journal.git_merge import merge_copies, set_up, state
from coach.journal.journal import Journal
from coach.journal.place import init_journal
from tests.journal.sessions import ONE, OTHER, noted, session

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
CLONES = 3


@pytest.fixture(autouse=True)
def nobodys_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-config"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "mira")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "mira@example.org")


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)


def project(folder: Path) -> Journal:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    journal = Journal.at(init_journal(folder).root)
    set_up(journal.root)
    journal.create(ONE, session())
    keep(folder)
    return journal


def clone(origin: Path, folder: Path) -> Journal:
    git(origin.parent, "clone", "-q", str(origin), str(folder))
    root = folder / ".coach"
    assert set_up(root) == "set up"
    return Journal.at(root)


def keep(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "sessions")


def pull(folder: Path, other: Path) -> None:
    said = git(folder, "pull", "-q", "--no-rebase", "--no-edit", str(other), "main")
    assert said.returncode == 0, said.stderr


def test_a_plain_pull_of_a_session_that_both_have_written_keeps_every_entry(tmp_path: Path) -> None:
    ours = project(tmp_path / "ana")
    theirs = clone(tmp_path / "ana", tmp_path / "ben")
    ours.append(ONE, [noted(10, "of ana", by="ana")])
    theirs.append(ONE, [noted(11, "of ben", by="ben")])
    for each in ("ana", "ben"):
        keep(tmp_path / each)
    pull(tmp_path / "ben", tmp_path / "ana")
    pull(tmp_path / "ana", tmp_path / "ben")
    assert {event.by for event in theirs.load(ONE)} == {"mira", "ana", "ben"}
    assert ours.path_of(ONE).read_bytes() == theirs.path_of(ONE).read_bytes()
    assert theirs.verify(ONE) == ()


def test_clones_that_pull_in_any_order_end_with_the_same_bytes(tmp_path: Path) -> None:
    project(tmp_path / "c0")
    names = [f"c{number}" for number in range(CLONES)]
    journals = [clone(tmp_path / "c0", tmp_path / name) for name in names[1:]]
    chance = random.Random(4)  # noqa: S311 - an order
    for number, journal in enumerate([Journal.at(tmp_path / "c0" / ".coach"), *journals]):
        journal.append(ONE, [noted(10 + 3 * number, f"of {number}", by=f"p{number}")])
        keep(tmp_path / names[number])
    for _ in range(2):
        pairs = [(one, other) for one in names for other in names if one != other]
        for one, other in chance.sample(pairs, len(pairs)):
            pull(tmp_path / one, tmp_path / other)
    files = {(tmp_path / name / ".coach" / "sessions" / f"{ONE}.json").read_bytes() for name in names}
    assert len(files) == 1
    assert len(journals[0].load(ONE)) == len(session()) + CLONES


def test_the_union_does_not_depend_on_whose_side_it_is(tmp_path: Path) -> None:
    files = []
    for first, second in (("a", "b"), ("b", "a")):
        for name, place in (("a", 10), ("b", 11)):
            journal = Journal.at(tmp_path / first / name)
            journal.create(ONE, [*session(), noted(place, by=name)])
        ours, theirs = (Journal.at(tmp_path / first / each).path_of(ONE) for each in (first, second))
        assert merge_copies(ours, theirs) == len(session()) + 2
        assert merge_copies(ours, theirs) == len(session()) + 2
        files.append(ours.read_bytes())
    assert files[0] == files[1]


def test_two_sessions_are_not_made_one(tmp_path: Path) -> None:
    journal, other = Journal.at(tmp_path / "a"), Journal.at(tmp_path / "b")
    journal.create(ONE, session())
    other.create(OTHER, [noted(1, by="ben")])
    before = journal.path_of(ONE).read_bytes()
    with pytest.raises(JournalError, match="two sessions"):
        merge_copies(journal.path_of(ONE), other.path_of(OTHER))
    assert journal.path_of(ONE).read_bytes() == before


def test_a_copy_that_cannot_be_read_is_left_as_a_conflict(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path / "a")
    journal.create(ONE, session())
    broken = tmp_path / "broken.json"
    broken.write_text("<<<<<<< ours")
    with pytest.raises(RunReadError):
        merge_copies(journal.path_of(ONE), broken)


def test_whether_git_knows_how_is_told(tmp_path: Path) -> None:
    plain = init_journal(tmp_path / "plain").root
    assert state(plain) == "no git"
    assert set_up(plain) == "no git"
    journal = project(tmp_path / "ana")
    assert state(journal.root) == "set up"
    git(tmp_path, "clone", "-q", str(tmp_path / "ana"), str(tmp_path / "new"))
    assert state(tmp_path / "new" / ".coach") == "missing"
    git(tmp_path / "ana", "config", "merge.coach-session.driver", "/not/there -m coach")
    assert state(journal.root) == "gone"
    assert set_up(journal.root) == "set up"


def test_a_journal_of_an_earlier_coach_is_completed(tmp_path: Path) -> None:
    root = tmp_path / ".coach"
    root.mkdir()
    (root / ".gitattributes").write_text("/sessions/*.json -text\n# mine\n")
    init_journal(tmp_path)
    once = (root / ".gitattributes").read_text()
    assert once.startswith("/sessions/*.json -text\n# mine\n")
    assert "merge=coach-session" in once
    init_journal(tmp_path)
    assert (root / ".gitattributes").read_text() == once
