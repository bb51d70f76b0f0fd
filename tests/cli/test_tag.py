"""`coach tag`: what was said of a tag is kept, listed, taken back, and heard by whoever reads logs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.runs.builders import write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Coach = Callable[..., Said]


def read_as(coach: Coach, folder: Path) -> dict[str, str | None]:
    (run,) = json.loads(coach("symptoms", folder, "--json").out)["runs"]
    return {each["tag"]: each["quantity"] for each in run["tags_read"]}


def test_what_is_said_of_a_tag_counts_for_every_run_from_then_on(
    coach: Coach, tmp_path: Path, home: Path
) -> None:
    write_log(tmp_path / "run", {"arena/glory": [5.0] * 30})
    assert "1 tag, not known to me: not judged." in coach("symptoms", tmp_path / "run").out
    assert "Nothing stands out" not in coach("symptoms", tmp_path / "run").out

    said = coach("tag", "arena/glory", "return")
    assert (said.status, said.out) == (0, "arena/glory: return\n")
    assert str(home / "tags.yaml") in said.err
    assert read_as(coach, tmp_path / "run") == {"arena/glory": "return"}
    assert "arena/glory is exactly 5" in " ".join(coach("symptoms", tmp_path / "run").out.split())


def test_a_pattern_and_none_can_be_said_too(coach: Coach, tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"debug/loss": [1.0, 2.0], "g/a": [1.0, 2.0], "g/b": [1.0, 2.0]})
    coach("tag", "debug/*", "none")
    coach("tag", "g/*", "grad", "norm")
    assert read_as(coach, tmp_path / "run") == {"debug/loss": None, "g/a": "grad_norm", "g/b": "grad_norm"}


def test_the_list_is_data_too_and_can_be_taken_back(coach: Coach) -> None:
    coach("tag", "a", "return")
    coach("tag", "b", "eval-loss")
    assert json.loads(coach("tag", "--json").out) == {
        "schema": "coach.tags/1",
        "tags": [{"tag": "a", "quantity": "return"}, {"tag": "b", "quantity": "eval_loss"}],
    }
    assert coach("tag", "b").out == "b: eval_loss\n"
    assert coach("tag", "a", "--forget").out == "b: eval_loss\n"
    assert coach("tag").out == "b: eval_loss\n"


def test_a_list_without_an_entry_says_how_to_make_one(coach: Coach) -> None:
    said = coach("tag")
    assert (said.status, said.out) == (0, "")
    assert "coach tag TAG QUANTITY" in said.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("a", "retrun"), "Did you mean return"),
        (("a", "xyzzy"), "It is one of none, accuracy"),
        (("a", "--forget"), "coach tag lists what was said."),
        (("--forget",), "Name it as the log does"),
        (("a", "return", "--forget"), "coach tag TAG --forget"),
    ],
)
def test_wrong_words_are_refused_with_the_right_ones(coach: Coach, words: tuple[str, ...], hint: str) -> None:
    said = coach("tag", *words)
    assert said.status == 2
    assert hint in said.err
    assert coach("tag").out == ""


@pytest.mark.parametrize("content", ["a: [", "- return", "a: glory", "\x00"])
def test_a_file_that_somebody_broke_is_named_and_nothing_is_lost(
    coach: Coach, home: Path, content: str
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "tags.yaml").write_text(content, encoding="utf-8")
    said = coach("tag", "b", "return")
    assert said.status == 4
    assert "tags.yaml" in said.err
    assert (home / "tags.yaml").read_text(encoding="utf-8") == content


def test_a_name_that_would_move_the_cursor_is_shown_harmlessly(coach: Coach) -> None:
    said = coach("tag", "evil\x1b[2J\nname", "return")
    assert said.status == 0
    assert "\x1b" not in said.out + coach("tag").out


def test_an_investigation_hears_it_as_well(coach: Coach, tmp_path: Path) -> None:
    from coach.desk.read_logs import read_logs  # noqa: PLC0415 - what every walk reads logs with
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    write_log(tmp_path / "run", {"arena/glory": [5.0] * 30})
    coach("tag", "arena/glory", "return")
    (run,) = read_logs([str(tmp_path / "run")], journal_place().root)
    assert run.stated == {"arena/glory": "return"}


def test_reading_logs_writes_nothing_where_there_is_no_journal(
    coach: Coach, tmp_path: Path, home: Path
) -> None:
    write_log(tmp_path / "run", {"return": [float(n % 7) for n in range(30)]})
    before = sorted(tmp_path.rglob("*"))
    assert coach("symptoms", tmp_path / "run").status == 0
    assert coach("tag").status == 0
    assert sorted(tmp_path.rglob("*")) == before
    assert not home.exists()
