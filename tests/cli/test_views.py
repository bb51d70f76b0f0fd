"""Commands that only show: what they print for people, and the documents they print for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach import Coach
from tests.cli.conftest import DEMO_LOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]
    Answers = Callable[..., Path]
    Sessions = Callable[[], Sequence[str]]


@pytest.fixture
def investigation(coach: Run, answers: Answers, sessions: Sessions) -> str:
    """The id of an investigation with a commitment under way."""
    file = answers("stuck", DEMO_LOGS)
    assert coach("stuck", DEMO_LOGS, "-t", "Lander", "-p", "policy-gradient", "--answers", file).status == 0
    return sessions()[0]


def document(said: Said) -> dict[str, object]:
    assert said.status in {0, 1}
    read: dict[str, object] = json.loads(said.out, parse_constant=pytest.fail)
    return read


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (("symptoms", str(DEMO_LOGS)), "coach.symptoms/1"),
        (("check",), "coach.check/1"),
        (("log",), "coach.log/1"),
        (("doctor",), "coach.doctor/1"),
    ],
)
def test_data_is_one_document_with_its_schema(coach: Run, words: tuple[str, ...], schema: str) -> None:
    assert document(coach(*words, "--json"))["schema"] == schema


def test_symptoms_of_several_seeds_are_told_a_run_and_between_runs(coach: Run) -> None:
    data = document(coach("symptoms", DEMO_LOGS, "--json"))
    runs, across = data["runs"], data["across_runs"]
    assert isinstance(runs, list)
    assert isinstance(across, list)
    assert [run["run"] for run in runs] == ["lander_seed_1", "lander_seed_2", "lander_seed_3"]
    assert set(runs[0]) == {
        *("run", "path", "format", "files", "tags", "points", "first_step", "last_step", "wall_h"),
        *(
            "notes",
            "symptoms",
            "state",
            "state_says",
            "playbook",
            "not_logged",
            "not_judged",
            "before_non_finite",
            "tags_read",
            "began_together",
            "not_seen",
            "courses",
            "held_out",
            "value_spread",
        ),
    }
    event = ["kl-spike:train/approx_kl", "entropy-collapse:train/entropy_loss"]
    assert event in runs[0]["began_together"]
    assert [each["detector"] for each in across] == ["seed-disagreement"]
    assert set(across[0]) == {
        *(
            "id",
            "detector",
            "tag",
            "onset_step",
            "onset_wall_h",
            "onset_range",
            "value",
            "threshold",
            "severity",
            "says",
        ),
        *("severity", "says", "source", "innocent", "raises", "likelihoods"),
    }


def test_what_could_not_be_read_is_named_with_its_place(coach: Run, tmp_path: Path) -> None:
    (tmp_path / "part" / "b").mkdir(parents=True)
    (tmp_path / "part" / "b" / "events.out.tfevents.1.host").touch()
    said = " ".join(coach("symptoms", "part").out.split())
    assert "note: empty: part/b/events.out.tfevents.1.host: the file is empty" in said


def test_a_session_without_a_title_goes_by_what_is_worked_on(typed: Run, sessions: Sessions) -> None:
    typed("stuck", "-p", "policy-gradient", keys=b"Landing softly\n")
    (session,) = sessions()
    typed("note", "x")
    assert typed("show", session).out.startswith(f"{session}: Landing softly (stuck)")
    assert json.loads(typed("show", session, "--json").out)["title"] == "Landing softly"
    assert typed("export", session).out.startswith("# Landing softly\n")
    assert "Landing softly" in typed("list").out
    assert "x (Landing softly)" in typed("log").out


def test_symptoms_for_people_have_a_curve_with_the_onset_under_it(coach: Run) -> None:
    said = coach("symptoms", DEMO_LOGS / "lander_seed_1").out
    lines = said.splitlines()
    assert lines[0].startswith("lander_seed_1: 8 tags, 1,640 points")
    onset = next(line for line in lines if line.strip() == "^")
    curve = lines[lines.index(onset) - 1]
    assert set(curve.strip()) <= set("▁▂▃▄▅▆▇█")
    assert onset.index("^") < len(curve)
    assert "Innocent if:" in said


def test_a_session_is_shown_with_beliefs_question_and_logs(coach: Run, investigation: str) -> None:
    said = coach("show", investigation[:-1]).out
    assert said.startswith(f"{investigation}: Lander (stuck)\n")
    assert "What is believed:" in said
    assert "Next question: " in said
    assert "Could be: the reward scale is wrong" in said
    data = document(coach("show", investigation, "--json"))
    assert data["schema"] == "coach.show/1"
    assert data["title"] == "Lander"
    beliefs = data["beliefs"]
    assert isinstance(beliefs, list)
    assert sum(row["posterior"] for row in beliefs) == pytest.approx(1)
    assert beliefs[-1]["id"] == "other"


def test_the_log_can_be_searched_over_every_session(coach: Run, investigation: str) -> None:
    coach("note", "the ENTROPY fell first", "-s", investigation)
    found = coach("log", "--search", "entropy fell")
    assert "the ENTROPY fell first (Lander)" in found.out
    assert "Could be:" not in found.out
    assert "Nothing in the logs says zebra." in coach("log", "--search", "zebra").out


def test_home_in_plain_lines_says_what_is_under_way_and_what_it_answers(
    coach: Run, investigation: str
) -> None:
    said = coach()
    assert said.status == 0
    assert f"{investigation}: Lander (" in said.out
    question = Coach.open().summaries()[0].question
    assert question in said.out.replace("\n    ", " ")


def test_options_may_stand_before_or_after_the_command(coach: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert coach("--journal", elsewhere, "--by", "noor", "note", "one").status == 0
    assert coach("note", "two", "--journal", elsewhere, "--by", "mira").status == 0
    lines = document(coach("log", "--json", "--journal", elsewhere))["thinking"]
    assert isinstance(lines, list)
    assert [(line["by"], line["text"]) for line in lines] == [("noor", "one"), ("mira", "two")]


def test_doctor_names_the_journal_the_libraries_and_the_playbooks(coach: Run, home: Path) -> None:
    said = coach("doctor")
    assert said.status == 0
    for word in ("coach: 0.", "textual: ", str(home), "named by COACH_HOME", "playbook policy-gradient"):
        assert word in " ".join(said.out.split())


def test_doctor_names_a_session_that_cannot_be_read(coach: Run, home: Path) -> None:
    coach("note", "x")
    (file,) = (home / "sessions").glob("*.json")
    file.write_text("{")
    said = coach("doctor")
    assert said.status == 1
    assert f"broken: session {file.stem}" in said.out
