"""Two people in two clones of a project, each at their own time: a whole pre-mortem through git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from coach.cli.main import main
from coach.desk.coach import Coach
from coach.journal.git_merge import set_up
from coach.journal.place import init_journal
from coach.session.event.common import Noted
from coach.session.event.premortem import LaunchDecided
from coach.session.pairing.rounds import find_round

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.fold import Session

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
SURPRISES = {"ana": "61.37%", "ben": "23.19%"}
CHANCES = {"ana": "41.53%", "ben": "17.29%"}
LINES = {"ana": "the disk is full", "ben": "wrong branch"}
MOST = 80
"""Answers after which the pre-mortem has to be over."""


class Clone:
    """One person's clone, with a cache of their own.

    Args:
        folder: the clone.
        person: whose it is.
    """

    def __init__(self, folder: Path, person: str) -> None:
        self.folder, self.person, self.root = folder, person, folder / ".coach"

    def git(self, *words: str) -> None:
        """Call git; it must do what it is told."""
        said = subprocess.run(["git", "-C", self.folder, *words], capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr

    def coach(self, *words: str, given: str = "") -> str:
        """Call the program; gives what it prints."""
        cache = {"XDG_CACHE_HOME": str(self.folder.parent / f"cache of {self.person}")}
        done = CliRunner().invoke(main, [*words, "--journal", str(self.root)], input=given, env=cache)
        assert done.exception is None or not str(done.exception), done.exception
        return done.stdout

    def keep(self) -> None:
        """Commit what there is."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "sessions")

    def pull(self, other: Clone) -> None:
        """Pull, as one does."""
        self.git("pull", "-q", "--no-rebase", "--no-edit", str(other.folder), "main")

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What is asked of this person now."""
        asked: list[dict[str, Any]] = json.loads(self.coach("next", "--json", "--as", self.person))[
            "questions"
        ]
        return asked

    def answer(self, answers: dict[str, object]) -> None:
        """Answer."""
        self.coach("answer", "--json", "-", "--as", self.person, given=json.dumps(answers))

    @property
    def session(self) -> Session:
        """The session as this clone has it."""
        (only,) = Coach.open(journal=self.root).summaries()
        return Coach.open(journal=self.root).walk(only.session).session

    @property
    def text(self) -> str:
        """Everything that stands in the files that git keeps."""
        files = (each for each in (self.root / "sessions").rglob("*") if each.is_file())
        return "\n".join(each.read_text(encoding="utf-8") for each in files)


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Clone, Clone]:
    """Two clones in which ana has begun a pre-mortem and ben has joined."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-config"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")
    ana, ben = Clone(tmp_path / "ana", "ana"), Clone(tmp_path / "ben", "ben")
    ana.folder.mkdir()
    ana.git("init", "-q", "-b", "main")
    init_journal(ana.folder)
    set_up(ana.root)
    ana.coach("premortem", "--json", "-t", "a run", "-p", "deep-learning", "--by", "ana")
    ana.keep()
    ana.git("clone", "-q", str(ana.folder), str(ben.folder))
    set_up(ben.root)
    ben.coach("join", "--as", "ben", "--plain")
    ben.keep()
    ana.pull(ben)
    return ana, ben


def answers_of(person: str, questions: list[dict[str, Any]]) -> dict[str, object]:
    """Give what somebody answers to what is asked; facts are answered as they stand."""
    fixed: dict[str, object] = {
        "plan.question": "does it learn",
        "frame.run-length": "10h",
        "plan.both-outcomes": "three seeds; look at it",
        "predictions.success": ["it learns: 60%"],
        "watching.look-times": "at one hour",
        "launch.decide": {"decision": "not-tonight"},
        "pair.talk": {"next": "keep"},
        "pair.pool": {"pool": "log"},
        "pair.lists": "",
        "pair.wait": "wait",
    }
    found: dict[str, object] = {}
    for each in questions:
        key, part = each["key"], each["key"].partition(".")[0]
        if key.startswith("causes.match."):
            found[key] = None
            continue
        match part:
            case "doubt":
                found[key] = {"level": "somewhat", "chance": SURPRISES[person]}
            case "causes":
                found[key] = [LINES[person], "enough: one"]
            case "chances":
                found[key] = {row["id"]: CHANCES[person] for row in each["form"]["rows"]}
            case "thinking":
                found[key] = {"chance": each["form"]["fields"][0]["suggested"], "owner": "mine"}
            case "decisions":
                found[key] = {"decision": "accepted", "reason": "cheap to run again"}
            case "again":
                found[key] = {"next": "content"}
            case _:
                found[key] = fixed.get(key)
    return found


def both_pull(ana: Clone, ben: Clone) -> None:
    """Commit in both clones and pull both ways; both files then say the same, byte by byte."""
    for each in (ana, ben):
        each.keep()
    ana.pull(ben)
    ben.pull(ana)
    (hers,), (his,) = ([*each.root.glob("sessions/*.json")] for each in (ana, ben))
    assert hers.read_bytes() == his.read_bytes()


SECRETS = {
    "doubt.round-1": ("0.6137", "0.2319", "61.37", "23.19"),
    "chances.round-1": ("0.4153", "0.1729", "41.53", "17.29"),
    "causes.own-1": tuple(LINES.values()),
}
"""What stands in no file that git keeps before both have answered, by the question."""


def test_both_work_in_parallel_and_end_a_pre_mortem_together(clones: tuple[Clone, Clone]) -> None:
    ana, ben = clones
    rounds = 0
    for number in range(MOST):
        asked = {each.person: each.questions for each in clones}
        alone = [each for each in clones if asked[each.person] and asked[each.person][0].get("asked_of")]
        for each in alone or [ana]:
            each.answer(answers_of(each.person, asked[each.person]))
        (ben if number % 2 else ana).coach("note", f"note {number}", "--by", "ben" if number % 2 else "ana")
        both_pull(ana, ben)
        if len(alone) > 1:
            rounds += 1
            secrets = SECRETS.get(asked["ana"][0]["key"], ())
            assert not [secret for secret in secrets if secret in ana.text + ben.text]
        if ana.session.last(LaunchDecided) is not None:
            break
    session = ana.session
    decided = session.last(LaunchDecided)
    assert decided is not None
    assert rounds == 4  # the doubt twice, the list, the chances
    for question in ("doubt.round-1", "causes.own-1", "chances.round-1", "doubt.round-2"):
        assert set(find_round(session, question, 1).answers) == {"ana", "ben"}
        assert find_round(session, question, 1).saw_first == ()
    assert {event.by for event in session.events if isinstance(event.body, Noted)} == {"ana", "ben"}
