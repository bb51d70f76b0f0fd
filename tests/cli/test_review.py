"""`coach review` from the command line: text, Markdown, a page, data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.desk.many_sessions import many_sessions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_sessions(tmp_path_factory.mktemp("many"), 6).root


def test_text_begins_with_the_sentence_and_keeps_its_columns(
    coach: Callable[..., Said], journal: Path
) -> None:
    said = coach("review", "--journal", str(journal))
    assert said.status == 0
    first, *rest = said.out.split("\n")
    assert first.startswith(("You are too sure", "Nothing in 28 resolved", "You are not sure"))
    assert any(line.startswith("  all forecasts  ") for line in rest)
    assert said.err == ""


def test_data_name_their_schema(coach: Callable[..., Said], journal: Path) -> None:
    data = json.loads(coach("review", "--json", "--journal", str(journal)).out)
    assert data["schema"] == "coach.review/1"
    assert data["sessions"] == [6, 6]
    assert data == json.loads(coach("review", "--format", "json", "--journal", str(journal)).out)


@pytest.mark.parametrize(("form", "begins"), [("html", "<!doctype html>"), ("md", "# Review"), ("text", "")])
def test_a_form_is_written_to_a_file(
    coach: Callable[..., Said], journal: Path, tmp_path: Path, form: str, begins: str
) -> None:
    target = tmp_path / "review"
    said = coach("review", "--format", form, "-o", str(target), "--journal", str(journal))
    assert (said.status, said.out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith(begins)
    assert "Wrote " in said.err


def test_a_file_that_cannot_be_written_is_wrong_usage(
    coach: Callable[..., Said], journal: Path, tmp_path: Path
) -> None:
    said = coach("review", "-o", str(tmp_path / "no" / "file"), "--journal", str(journal))
    assert said.status == 2
    assert "cannot be written" in said.err


def test_an_empty_journal_says_that_there_is_nothing(coach: Callable[..., Said]) -> None:
    said = coach("review")
    assert said.status == 0
    assert said.out.startswith("No sealed forecast has been resolved yet")


def test_learning_is_told_with_counts_and_switched(coach: Callable[..., Said], tmp_path: Path) -> None:
    root = str(many_sessions(tmp_path / "own", 6).root)
    told = coach("learning", "--journal", root).out
    assert "hours (on): how much longer runs take than you say\n  from 4: runs take " in told
    said = coach("learning", "hours", "off", "--json", "--journal", root)
    (part,) = json.loads(said.out)["parts"]
    assert (part["part"], part["on"], part["cases"]) == ("hours", False, 4)
    assert "hours (off)" in coach("learning", "hours", "--journal", root).out
    assert coach("learning", "everything", "--journal", root).status == 2
