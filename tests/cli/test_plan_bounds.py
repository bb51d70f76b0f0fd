"""`coach plan` on what is too much: every part is bounded, and what is approximate is said."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from coach.cli.main import run
from coach.cli.problem_file import MOST_EXPERIMENTS, MOST_HYPOTHESES, read_problem
from coach.reasoning.advisor import NUMBERS_A_PLAN
from coach.reasoning.arrays import compile_problem, start
from coach.reasoning.belief import posterior
from coach.reasoning.lookahead import MOST_NUMBERS, horizon, look_ahead
from coach.reasoning.policy import advised_plan, advised_policy
from tests.reasoning.oracle import cost_of_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def problem_of(hypotheses: int, experiments: int, *, hours: float = 5.0, outcomes: int = 2) -> dict[str, Any]:
    draw = random.Random(hypotheses + experiments)  # noqa: S311 - no secret

    def row() -> list[float]:
        weights = [draw.uniform(0.05, 1) for _ in range(outcomes)]
        return [each / sum(weights) for each in weights]

    ids = [f"h{at}" for at in range(hypotheses)]
    return {
        "hypotheses": [
            {"id": each, "prior": draw.random(), "fix": {"cost": {"human_h": hours * draw.uniform(0.2, 2)}}}
            for each in ids
        ],
        "other": {"prior": 0.1},
        "service": {"cost": {"human_h": 40 * hours}},
        "experiments": [
            {
                "id": f"t{at}",
                "cost": {"human_h": hours * draw.uniform(0.01, 0.2)},
                "outcomes": [f"o{each}" for each in range(outcomes)],
                "likelihood": {each: row() for each in ids},
            }
            for at in range(experiments)
        ],
    }


def written(folder: Path, problem: dict[str, Any]) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    return path


def planned(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["plan", str(path), "--json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pending = [node]
    while pending:
        here = pending.pop()
        yield here
        pending += [*here.get("branches", {}).values(), *([here["if_not"]] if "if_not" in here else [])]


def holes(data: Any, at: str = "") -> Iterator[str]:
    """Give the place of every null."""
    if data is None:
        yield at
    elif isinstance(data, dict):
        for key, each in data.items():
            yield from holes(each, f"{at}/{key}")
    elif isinstance(data, list):
        for each in data:
            yield from holes(each, at)


def test_the_largest_problem_there_may_be_is_answered_and_what_is_approximate_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, problem_of(MOST_HYPOTHESES, MOST_EXPERIMENTS))
    found = planned(path, capsys, "--exact")
    assert sum(1 for _ in nodes(found["policy"])) < 20_000
    cost = found["expected_cost"]
    assert cost["lower_bound"] < cost["coach"] < cost["fix_only"]
    assert cost["exact"] is None
    for part in (
        "next action is chosen by looking one step",
        "plan is approximate",
        "Robustness is not",
        "exact",
    ):
        assert any(part in note for note in found["notes"])


def test_the_plan_of_a_large_problem_costs_exactly_what_is_said(tmp_path: Path) -> None:
    problem = read_problem(written(tmp_path, problem_of(40, 25))).problem
    plan = advised_plan(problem)
    assert 0 < plan.followed < 1
    assert cost_of_tree(problem, plan.tree) == pytest.approx(plan.expected_cost)


def test_a_plan_looks_at_no_more_weights_than_it_may(tmp_path: Path) -> None:
    problem = read_problem(written(tmp_path, problem_of(60, 60))).problem
    policy = advised_policy(compile_problem(problem, posterior(problem)))
    advised = sum(int((level.action < len(policy.arrays.hours)).sum()) for level in policy.levels)
    assert advised * len(policy.arrays.weight) * len(policy.arrays.branch_action) < NUMBERS_A_PLAN


def test_a_small_problem_is_followed_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, problem_of(6, 6))
    assert advised_plan(read_problem(path).problem).followed == 1
    assert not any("approximate" in note for note in planned(path, capsys)["notes"])


def test_the_width_of_a_lookahead_is_bounded_in_weights() -> None:
    assert horizon([1] * 60 + [2] * 60, hypotheses=61) == 2
    assert horizon([1] * 100 + [2] * 100, hypotheses=101) == 1
    assert horizon([2] * 9, hypotheses=10) == 9
    assert horizon([2] * 9, hypotheses=MOST_NUMBERS // 1000) < 9


def test_the_width_counted_is_that_of_the_layers(tmp_path: Path) -> None:
    problem = read_problem(written(tmp_path, problem_of(7, 6))).problem
    arrays = compile_problem(problem, posterior(problem))
    ahead = look_ahead(arrays, start(arrays), 2, keep_all=True)
    assert len(ahead.last.key) <= 7 * 6 // 2 + 7 * 12 + 4 * 6 * 5 // 2


@pytest.mark.parametrize("hours", [1e-300, 1e-12, 1e12, 1e299, 6e299])
def test_huge_and_tiny_costs_give_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hours: float
) -> None:
    stated = problem_of(6, 5, hours=hours)
    stated["service"]["cost"]["human_h"] = min(1e300, 40 * hours)
    found = planned(written(tmp_path, stated), capsys, "--parallel", "3")
    assert list(holes(found)) == []


def test_costs_apart_by_all_there_is_give_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stated = problem_of(9, 9)
    for at, each in enumerate(stated["hypotheses"]):
        each["fix"]["cost"] = {"wall_h": 10.0 ** (70 * at - 300), "dollars": 10.0 ** (300 - 70 * at)}
    for at, each in enumerate(stated["experiments"]):
        each["cost"] = {"human_h": 10.0 ** (75 * at - 300)}
    stated["costs"] = {"wall_weight": 1e300, "dollars_per_hour": 1e-300}
    del stated["service"]
    path = written(tmp_path, stated)
    found = planned(path, capsys, "--parallel", "6")
    assert [each for each in holes(found) if each != "/expected_cost/exact"] == []
    assert run(["plan", str(path)]) == 0
    assert max(map(len, capsys.readouterr().err.split())) < 40


def test_a_fix_for_what_is_ruled_out_has_a_number_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated = problem_of(4, 2)
    stated["hypotheses"][0]["prior"] = 0
    found = planned(written(tmp_path, stated), capsys)
    assert list(holes(found)) == []
    useless = next(each for each in found["alternatives"] if each["id"] == "h0")
    assert useless["plan_cost"] > found["expected_cost"]["coach"]


def test_many_outcomes_at_once_are_no_batch_of_billions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = planned(written(tmp_path, problem_of(5, 6, outcomes=40)), capsys, "--parallel", "6")
    assert max(len(each["experiments"]) for each in found["batches"]["experiments_only"]) <= 2


def test_the_report_of_a_large_problem_is_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", str(written(tmp_path, problem_of(60, 60)))]) == 0
    said = capsys.readouterr().out
    assert len(said.split("\n")) < 250
    assert "and 40 more that save less" in said


def test_many_fixes_in_a_row_stand_on_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", str(written(tmp_path, problem_of(60, 1)))]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "fix in this order until one helps" in said
    assert "if none does, rebuild" in said


def test_a_hundred_questions_after_one_another_are_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated = problem_of(150, 150)
    for at, each in enumerate(stated["experiments"]):
        each["cost"] = {"human_h": 0.001}
        each["likelihood"] = {f"h{of}": [1.0, 0.0] if of == at else [0.0, 1.0] for of in range(150)}
    path = written(tmp_path, stated)
    found = planned(path, capsys)
    assert 0 < found["expected_cost"]["coach"] < found["expected_cost"]["fix_only"]
    assert run(["plan", str(path)]) == 0
