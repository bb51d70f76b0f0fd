"""`coach plan`: the reasoning alone, for a problem in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from coach.cli.main import run

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "commands.md"

WORKED = """\
hypotheses:
  - {id: normalization, prior: 0.25, fix: {cost: {human_h: 11}}}
  - {id: predictor, prior: 0.20, fix: {cost: {human_h: 14}}}
  - {id: rl-hyper, prior: 0.20, fix: {cost: {human_h: 22}}}
  - {id: env-preproc, prior: 0.15, fix: {cost: {human_h: 13}}}
  - {id: bad-seed, prior: 0.05, fix: {id: run-again, cost: {human_h: 30}}}
other: {prior: 0.15}
service: {cost: {human_h: 80}}
experiments:
  - id: histogram
    cost: {wall_h: 0.1, human_h: 0.4}
    outcomes: [wide, normal]
    likelihood:
      normalization: almost certain
      predictor: [0.5, 0.5]
      rl-hyper: [very unlikely, very likely]
      env-preproc: unlikely
      bad-seed: 12.5%
  - id: moving-dot
    cost: {wall_h: 1, dollars: 0.5, human_h: 0.3}
    outcomes: [learns, fails]
    likelihood: {normalization: 0.325, predictor: 0.325, env-preproc: 0.675, bad-seed: 0.8}
evidence:
  - id: accuracy-fine
    likelihood:
      {normalization: 0.8, predictor: 0.125, rl-hyper: 0.875, env-preproc: 0.675, bad-seed: 0.875, other: 0.5}
"""


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.yaml"
    path.write_text(WORKED, encoding="utf-8")
    return path


def planned(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["plan", str(path), "--json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> str:
    path.write_text(text, encoding="utf-8")
    assert run(["plan", str(path)]) == 3
    said = capsys.readouterr()
    assert not said.out
    return said.err


def test_the_json_document_keeps_its_contract(problem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = planned(problem, capsys)
    assert found["schema"] == "coach.plan/1"
    assert found["posterior"]["normalization"] == pytest.approx(0.3226, abs=1e-4)
    assert sum(found["posterior"].values()) == pytest.approx(1)
    assert found["recommendation"]["action"] == "experiment"
    assert found["recommendation"]["id"] == "histogram"
    cost = found["expected_cost"]
    assert cost["fix_only"] == pytest.approx(49.5887, abs=1e-4)
    assert cost["lower_bound"] == pytest.approx(24.2399, abs=1e-4)
    assert (
        cost["lower_bound"] <= cost["exact"] <= cost["coach"] <= cost["fix_only"] <= cost["most_likely_first"]
    )
    assert found["ranking"][0]["net_voi"] == pytest.approx(5.7868, abs=1e-4)
    assert [each["outcome"] for each in found["ranking"][0]["outcomes"]] == ["wide", "normal"]
    assert found["confused"] == {"triggered": False, "reasons": []}
    assert isinstance(found["robust"]["survives_one_notch"], bool)
    assert found["notes"] == []


def test_the_plan_is_a_tree_that_ends_in_the_service(
    problem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = planned(problem, capsys)["policy"]
    assert (tree["action"], set(tree["branches"])) == ("experiment", {"wide", "normal"})
    step = tree["branches"]["wide"]
    while step["action"] != "service":
        step = step["if_not"] if step["action"] == "fix" else next(iter(step["branches"].values()))
    assert "id" not in step


def test_yaml_and_json_say_the_same(
    problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from_yaml = planned(problem, capsys)
    as_json = tmp_path / "problem.json"
    as_json.write_text(
        json.dumps(
            {
                "hypotheses": [
                    {"id": "a", "prior": 3, "fix": {"cost": {"human_h": 5}}},
                    {"id": "b", "prior": 1, "fix": {"cost": {"human_h": 5}}},
                ],
                "other": {"prior": 0.2},
                "service": {"cost": {"human_h": 50}},
            }
        ),
        encoding="utf-8",
    )
    found = planned(as_json, capsys)
    assert found["posterior"] == pytest.approx({"a": 0.6, "b": 0.2, "other": 0.2})
    assert set(found) == set(from_yaml)


def test_an_observed_outcome_is_evidence_and_its_experiment_is_done(
    problem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = planned(problem, capsys)["ranking"][0]["outcomes"][0]["posterior"]
    problem.write_text(f"{WORKED}  - {{experiment: histogram, outcome: wide}}\n", encoding="utf-8")
    found = planned(problem, capsys)
    assert found["posterior"] == pytest.approx(expected)
    assert [each["id"] for each in found["ranking"]] == ["moving-dot"]


def test_what_is_assumed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text("hypotheses: [{id: a, fix: {cost: {human_h: 5}}}]\n", encoding="utf-8")
    assert run(["plan", str(path), "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["posterior"]["other"] == pytest.approx(0.3)
    assert len(found["notes"]) == 2
    assert all(note in said.err for note in found["notes"])


def test_a_catch_all_under_its_floor_is_raised_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text(
        "hypotheses: [{id: a, fix: {cost: {human_h: 5}}}]\nother: {prior: 0}\nservice: {cost: {human_h: 9}}\n",
        encoding="utf-8",
    )
    found = planned(path, capsys)
    assert found["posterior"]["other"] == pytest.approx(0.05)
    assert "raised" in found["notes"][0]


def test_a_row_with_zeros_and_evidence_nobody_allows_are_answered_with_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "zeros.yaml"
    path.write_text(
        "hypotheses:\n"
        "  - {id: a, prior: 1, fix: {cost: {human_h: 5}}}\n"
        "  - {id: b, prior: 1, fix: {cost: {human_h: 5}}}\n"
        "service: {cost: {human_h: 60}}\n"
        "experiments:\n"
        "  - {id: t, cost: {}, outcomes: [x, y], likelihood: {a: [1, 0], b: [0, 1], other: [1, 0]}}\n"
        "evidence:\n"
        "  - {id: odd, likelihood: {a: 0, b: 0, other: 0}}\n",
        encoding="utf-8",
    )
    found = planned(path, capsys)
    assert found["confused"]["triggered"]
    assert all(isinstance(p, float) for p in found["posterior"].values())
    assert found["recommendation"]["id"] == "t"


def test_batches_show_waiting_and_runs_side_by_side(
    problem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batches = planned(problem, capsys, "--parallel", "2")["batches"]
    both = next(each for each in batches["experiments_only"] if len(each["experiments"]) == 2)
    assert both["wall_h"] == 1
    assert both["run_h"] == pytest.approx(1.1)
    assert any(each["fixes"] for each in batches["with_fixes"])
    assert "batches" not in planned(problem, capsys)


def test_a_problem_too_large_for_the_optimum_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "large.yaml"
    hypotheses = "".join(
        f"  - {{id: h{at}, fix: {{cost: {{human_h: {5 + at % 7}}}}}}}\n" for at in range(100)
    )
    path.write_text(f"hypotheses:\n{hypotheses}service: {{cost: {{human_h: 90}}}}\n", encoding="utf-8")
    found = planned(path, capsys, "--exact")
    assert found["expected_cost"]["exact"] is None
    assert any("exact" in note for note in found["notes"])
    assert len(found["posterior"]) == 101


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("prior: 0.25", "prior: many"), 2, "many"),
        (("prior: 0.25", "prior: -1"), 2, "less than 0"),
        (("human_h: 11", "human_h: .nan"), 2, "number"),
        (("human_h: 14", "humans: 14"), 3, "humans"),
        (("id: predictor", "id: normalization"), 3, "second hypothesis"),
        (("id: predictor", "id: other"), 3, "catch-all"),
        (("fix: {cost: {human_h: 22}}", "fix: {id: ghost}"), 4, "ghost"),
        (("predictor: [0.5, 0.5]", "ghost: [0.5, 0.5]"), 15, "'ghost' is no hypothesis"),
        (("predictor: [0.5, 0.5]", "predictor: [0.5, 0.6]"), 15, "sums to 1.1"),
        (("predictor: [0.5, 0.5]", "predictor: [0.5]"), 15, "1 numbers for 2"),
        (("env-preproc: unlikely", "env-preproc: very"), 17, "could be"),
        (("id: moving-dot", "id: histogram"), 19, "second experiment"),
        (("outcomes: [learns, fails]", "outcomes: [learns]"), 21, "two outcomes"),
        (("id: accuracy-fine", "experiment: ghost"), 24, "'ghost' is no experiment"),
        (("id: accuracy-fine", "id: accuracy-fine\n    outcomes: 1"), 25, "less than 2"),
        (("other: {prior: 0.15}", "other: {prior: 1}"), 7, "certain"),
        (("service:", "serwice:"), 8, "'serwice'"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(
    problem: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], line: int, said: str
) -> None:
    assert change[0] in WORKED
    message = refused(problem, WORKED.replace(*change, 1), capsys)
    assert re.search(rf"problem\.yaml:{line}:\d+", message)
    assert said.strip("'") in message


@pytest.mark.parametrize("text", ["", "[]", "hypotheses: []", "hypotheses: 3", "{", "hypotheses: [3]"])
def test_what_is_no_problem_is_refused(problem: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert "problem.yaml" in refused(problem, text, capsys)


def test_a_file_that_is_not_there_is_an_input_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "no-such-file.yaml"]) == 3
    assert "no-such-file.yaml" in capsys.readouterr().err


def test_the_worked_example_of_the_manual_prints_what_the_manual_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    section = MANUAL.read_text(encoding="utf-8").split("## `coach plan`")[1].split("\n## ")[0]
    given, shown = re.findall(r"```(?:yaml|console)\n(.*?)```", section, re.DOTALL)
    path = tmp_path / "problem.yaml"
    path.write_text(given, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "88")
    assert run(["plan", str(path)]) == 0
    assert capsys.readouterr().out == shown.removeprefix("$ coach plan problem.yaml\n")
