"""Two people at one keyboard line by line, and one of the pair a program."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from coach.cli.by_sheet import SheetKeyboard, converse_by_sheet
from coach.cli.console import Console
from coach.cli.main import main
from coach.desk import Coach
from coach.session.event.pairing import BlindCommitted, Paired, Pooled, Revealed

if TYPE_CHECKING:
    from pathlib import Path

FRAME = {
    "plan.question": "q",
    "frame.run-length": "10h",
    "frame.run-price": "",
    "plan.both-outcomes": "x",
    "plan.logs": "",
}
DOUBT = "doubt.round-1"


@pytest.fixture
def session(tmp_path: Path) -> str:
    """A pre-mortem of ana and ben at the question how surprised they would be if it failed."""
    walk = Coach.open(journal=tmp_path, by="ana").begin("premortem", title="a run", playbook="deep-learning")
    walk.pair_with(("ana", "ben"), keyboard="ana")
    walk.take(FRAME)
    walk.take({"predictions.success": ["it works: 60%"]})
    return walk.session_id


def run(tmp_path: Path, *words: str, given: str = "") -> str:
    done = CliRunner().invoke(main, [*words, "--journal", str(tmp_path)], input=given)
    return f"{done.output}{done.exception or ''}"


def test_what_one_has_typed_alone_is_pushed_off_before_the_other_types(tmp_path: Path, session: str) -> None:
    walk = Coach.open(journal=tmp_path, by="ana").walk(session)
    source, sink = io.StringIO("somewhat\n61%\nquite\n20%\n"), io.StringIO()
    console = Console(source, sink)
    converse_by_sheet(walk, console, SheetKeyboard(console))
    hers, his, both = sink.getvalue().split("\n" * 40)
    assert "ana, alone; ben looks away" in hers
    assert "61%" in hers
    assert "61" not in his
    assert his.strip().startswith("ana: your answers are kept, and closed until everybody has answered.")
    assert "Everybody has answered." in both
    assert "ana: it fails 61 %, lost on average 6.1 h" in both


def test_a_program_can_be_one_of_the_pair(tmp_path: Path, session: str) -> None:
    sheet = json.loads(run(tmp_path, "next", session, "--json", "--as", "ben"))
    assert sheet["questions"][0]["text"].startswith("ben, alone")
    assert sheet["questions"][0]["asked_of"] == "ben"
    answer = json.dumps({DOUBT: {"level": "quite", "chance": "20%"}})
    waiting = json.loads(run(tmp_path, "answer", session, "--json", "-", "--as", "ben", given=answer))
    assert [each["key"] for each in waiting["questions"]] == ["pair.wait"]
    made = Coach.open(journal=tmp_path).walk(session).session.all(BlindCommitted)
    assert [body.person for body in made] == ["ben"]
    answer = json.dumps({DOUBT: {"level": "somewhat", "chance": "61%"}})
    talk = json.loads(run(tmp_path, "answer", session, "--json", "-", "--as", "ana", given=answer))
    assert [each["key"] for each in talk["questions"]] == ["pair.talk"]


def test_a_program_that_looks_again_opens_its_answer_once_the_others_have_given_theirs(
    tmp_path: Path, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, chance in (("ana", "61%"), ("ben", "20%")):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache of {name}"))
        answer = json.dumps({DOUBT: {"level": "somewhat", "chance": chance}})
        run(tmp_path, "answer", session, "--json", "-", "--as", name, given=answer)
    assert len(Coach.open(journal=tmp_path).walk(session).session.all(Revealed)) == 1
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache of ana"))
    sheet = json.loads(run(tmp_path, "next", session, "--json", "--as", "ana"))
    assert [each["key"] for each in sheet["questions"]] == ["pair.talk"]


def test_taking_what_is_suggested_settles_nothing_that_people_do_together(
    tmp_path: Path, session: str
) -> None:
    for name, chance in (("ana", "61%"), ("ben", "20%")):
        answer = json.dumps({DOUBT: {"level": "somewhat", "chance": chance}})
        run(tmp_path, "answer", session, "--json", "-", "--as", name, given=answer)
    said = run(tmp_path, "answer", session, "--take-suggested")
    assert "no answer was given" in said
    assert not Coach.open(journal=tmp_path).walk(session).session.all(Pooled)


def test_whoever_does_not_walk_it_is_told_who_does(tmp_path: Path, session: str) -> None:
    assert "Those who do: ana and ben." in run(tmp_path, "next", session, "--as", "cy")


def test_the_names_of_a_pair_are_checked_before_a_session_is_made(tmp_path: Path) -> None:
    said = run(tmp_path, "premortem", "--plain", "--pair", "ana,ana")
    assert "two of these names are the same" in said
    assert not Coach.open(journal=tmp_path).summaries()


def test_a_walk_begun_with_two_names_is_one_at_one_keyboard(tmp_path: Path) -> None:
    run(tmp_path, "premortem", "--json", "--pair", "ana, ben", "-t", "a run")
    (summary,) = Coach.open(journal=tmp_path).summaries()
    session = Coach.open(journal=tmp_path).walk(summary.session).session
    assert session.last(Paired) == Paired(people=("ana", "ben"), keyboard="ana")


@pytest.mark.parametrize("name", ["Ana", "", "x\x1b[2J", "x" * 41])
def test_no_link_is_given_to_a_name_under_which_nobody_could_come_in(
    tmp_path: Path, session: str, name: str
) -> None:
    assert "UsageError" in run_error(tmp_path, "serve", session, "--as", name)


@pytest.mark.parametrize("pair", ["", " ", ",", "ana,"])
def test_a_pair_without_names_is_refused_and_not_walked_alone(tmp_path: Path, pair: str) -> None:
    assert "UsageError" in run_error(tmp_path, "premortem", "--json", "-t", "a run", "--pair", pair)
    assert not Coach.open(journal=tmp_path).summaries()


def run_error(tmp_path: Path, *words: str) -> str:
    return type(CliRunner().invoke(main, [*words, "--journal", str(tmp_path)]).exception).__name__
