"""Who comes into a session by `coach join`: whoever is meant, and nobody by a slip of the fingers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from coach.cli.by_sheet import SheetKeyboard, converse_by_sheet
from coach.cli.console import Console
from coach.cli.join import require_meant
from coach.cli.main import main
from coach.cli.presence import told
from coach.desk import Coach
from coach.errors import UsageError
from coach.journal.presence import Presence
from coach.session.pairing.people import like_one_of, people

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def session(tmp_path: Path) -> str:
    """A session of ana and ben, each at a terminal of their own."""
    walk = Coach.open(journal=tmp_path, by="ana").begin("stuck", title="a run", playbook="deep-learning")
    walk.pair_with(("ana", "ben"))
    return walk.session_id


def join(tmp_path: Path, *words: str) -> BaseException | None:
    done = CliRunner().invoke(main, ["join", *words, "--plain", "--journal", str(tmp_path)], input="")
    return done.exception


def who(tmp_path: Path, session: str) -> tuple[str, ...]:
    return people(Coach.open(journal=tmp_path).walk(session).session)


@pytest.mark.parametrize("name", ["bne", "Bem", "anna"])
def test_a_name_that_is_nearly_somebodys_adds_nobody_where_nobody_can_be_asked(
    tmp_path: Path, session: str, name: str
) -> None:
    refused = join(tmp_path, session, "--as", name)
    assert isinstance(refused, UsageError)
    near = "ana" if name == "anna" else "ben"
    assert refused.message == f"there is no {name!r} in this session; ana and ben are"
    assert refused.hint == f"If you are {near}: --as {near}. One more person joins with --new."
    assert who(tmp_path, session) == ("ana", "ben")


def test_a_third_person_joins_when_that_is_said(tmp_path: Path, session: str) -> None:
    refused = join(tmp_path, session, "--as", "zoe")
    assert isinstance(refused, UsageError)
    assert refused.hint == "One more person joins with --new."
    assert join(tmp_path, session, "--as", "zoe", "--new") is None
    assert who(tmp_path, session) == ("ana", "ben", "zoe")


def test_whoever_is_in_it_comes_back_without_a_question(tmp_path: Path, session: str) -> None:
    assert join(tmp_path, session, "--as", "ben") is None
    assert who(tmp_path, session) == ("ana", "ben")


def test_the_second_person_is_not_asked_unless_the_name_is_nearly_the_first_ones(tmp_path: Path) -> None:
    walk = Coach.open(journal=tmp_path, by="ana").begin("stuck", title="a run", playbook="deep-learning")
    assert isinstance(join(tmp_path, walk.session_id, "--as", "anna"), UsageError)
    assert join(tmp_path, walk.session_id, "--as", "ben") is None
    assert who(tmp_path, walk.session_id) == ("ana", "ben")


class Typing(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("says_yes", [True, False])
def test_a_person_is_asked(monkeypatch: pytest.MonkeyPatch, *, says_yes: bool) -> None:
    asked: list[str] = []

    def confirm(text: str, **_rest: object) -> bool:
        asked.append(text)
        return says_yes

    monkeypatch.setattr(click, "confirm", confirm)
    monkeypatch.setattr("sys.stdin", Typing())
    monkeypatch.setattr("sys.stderr", Typing())
    if says_yes:
        require_meant(("ana", "ben"), "bne")
    else:
        with pytest.raises(UsageError, match="nobody joined"):
            require_meant(("ana", "ben"), "bne")
    assert asked == ["there is no 'bne' in this session; ana and ben are: join as a new person?"]


def test_names_that_differ_in_more_than_a_slip_are_not_taken_for_one_another() -> None:
    assert like_one_of(("ana", "ben"), "cy") == ""
    assert like_one_of((), "ben") == ""


def test_a_walk_line_by_line_tells_the_others_that_somebody_is_there_and_sees_them(
    tmp_path: Path, session: str
) -> None:
    ben = Presence(tmp_path, session, "ben")
    ben.tell("Frame, 2 of 5")
    walk = Coach.open(journal=tmp_path, by="ana").walk(session, here=("ana",))
    sink = io.StringIO()
    console = Console(io.StringIO(""), sink)
    with told(walk) as presence:
        converse_by_sheet(walk, console, SheetKeyboard(console, presence))
        assert [(each.by, each.doing.split()[0]) for each in ben.others()] == [("ana", "Frame")]
    assert "ben: Frame, 2 of 5" in " ".join(sink.getvalue().split())
    assert ben.others() == ()
