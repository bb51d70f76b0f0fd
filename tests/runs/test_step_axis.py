"""Which column counts the steps shows in how the columns behave; their names come second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs.readers.step_axis import StepAxis, step_axis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAN = float("nan")
ROWS = 60
UP = list(range(ROWS))
DICE = np.random.default_rng(7)
LENGTHS = DICE.integers(20, 400, ROWS).astype(float).tolist()
LOSS = DICE.random(ROWS).tolist()


def axis(table: Mapping[str, Sequence[float]]) -> StepAxis:
    columns = {name: np.array(values, dtype=np.float64) for name, values in table.items()}
    return step_axis(columns, columns.__getitem__, len(next(iter(columns.values()))))


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ({"steps": LENGTHS, "episode": UP}, "episode"),
        ({"timestep": LENGTHS, "game": UP}, "game"),
        ({"total_steps": [6000] * ROWS, "current_steps": [100 * n for n in UP]}, "current_steps"),
        ({"total_steps": [6000] * ROWS, "iteration": UP}, "iteration"),
        ({"total_steps": [100 * n for n in UP], "episode": UP}, "total_steps"),
        ({"epoch": UP, "global_step": [391 * n for n in UP]}, "global_step"),
        ({"epoch": [n // 20 for n in UP], "step": UP}, "step"),
        ({"episode": UP, "epoch": UP, "update": UP}, "update"),
        ({"Env Steps": [2048 * n for n in UP], "Update": UP}, "Env Steps"),
        ({"nUpdates": UP}, "nUpdates"),
        ({"batch_size": [64] * ROWS, "train_iter": UP}, "train_iter"),
        ({"max_steps": UP, "steps_per_second": UP, "episode_length": UP, "num_epoch": UP}, "num_epoch"),
        ({"step": [NAN] * ROWS, "epoch": UP}, "epoch"),
        ({"tokens_seen": [4096 * n for n in UP]}, "tokens_seen"),
        ({"tokens": [4096 * n for n in UP], "step": UP}, "step"),
        ({"step": [7] * ROWS, "round": UP}, "round"),
    ],
)
def test_the_column_that_counts_is_taken_whatever_stands_beside_it(
    table: dict[str, list[float]], name: str
) -> None:
    assert axis({**table, "loss": LOSS}).name == name


@pytest.mark.parametrize("name", ["step", "global_step", "timesteps", "epoch", "iteration"])
def test_a_plain_name_that_behaves_needs_no_word(name: str) -> None:
    assert axis({name: UP, "loss": LOSS}).says == ""


def test_what_was_taken_and_why_is_said_where_it_is_not_plain() -> None:
    assert (
        axis({"env_step": UP, "loss": LOSS}).says == "steps are counted by `env_step`, which never goes back"
    )
    says = axis({"steps": LENGTHS, "episode": UP}).says
    assert says == (
        "steps are counted by `episode`, which never goes back; `steps` does not go up from row to row"
    )


def test_without_a_column_that_counts_the_rows_are_counted_and_that_is_said() -> None:
    found = axis({"loss": LOSS, "time": LENGTHS})
    np.testing.assert_array_equal(found.value, UP)
    assert (found.name, found.says) == ("", "no column counts steps, so that the rows are counted as steps")
    assert "`steps` does not go up" in axis({"steps": LENGTHS, "loss": LOSS}).says


def test_a_column_of_any_name_that_counts_evenly_from_its_first_step_is_taken() -> None:
    found = axis({"loss": LOSS, "t": [2048 * n for n in UP]})
    assert (found.name, found.says) == (
        "t",
        "no column is named as the steps; they are counted by `t`, which never goes back",
    )


@pytest.mark.parametrize(
    "column",
    [
        {"buffer_size": UP},
        {"elapsed": UP},
        {"episode_reward": UP},
        {"t": [n + 100_000 for n in UP]},
        {"t": [n * n for n in UP]},
        {"t": [n / 2 for n in UP]},
    ],
)
def test_what_only_grows_counts_no_steps(column: dict[str, list[float]]) -> None:
    assert axis({**column, "loss": LOSS}).name == ""


def test_restarts_make_no_other_column_of_the_steps() -> None:
    twice = [*range(40), *range(20, 40)]
    assert axis({"step": twice, "loss": LOSS}).name == "step"
    assert axis({"step": twice, "epoch": [n // 20 for n in twice], "loss": LOSS}).name == "step"
    assert axis({"step": [1, 2, 3] * 20, "loss": LOSS}).name == "step"


def test_writers_that_report_a_little_out_of_turn_count_the_same_steps() -> None:
    steps = [1000 * n + late for n in range(30) for late in (150, 20, 90, 0)]
    assert axis({"steps_done": steps, "loss": [0.5] * len(steps)}).name == "steps_done"


def test_a_resume_between_two_epochs_leaves_the_steps_the_axis() -> None:
    steps = [*range(30), *range(25, 55)]
    assert axis({"epoch": [n // 10 for n in steps], "step": steps, "loss": LOSS}).name == "step"


def test_a_number_inside_an_epoch_counts_no_steps() -> None:
    found = axis({"epoch": [n // 10 for n in UP], "batch": [n % 10 for n in UP], "loss": LOSS})
    np.testing.assert_array_equal(found.value, UP)
    assert found.says == "`batch` starts again in every `epoch`, so that the rows are counted as steps"
    table = {"epoch": [n // 10 for n in UP], "iter": [n % 10 for n in UP], "global_step": UP}
    assert axis(table).name == "global_step"


def looped(outer: str, times: int, rows: int, *, is_anew: bool) -> dict[str, list[float]]:
    """A loss that falls in each of so many loops, or once over all of them."""
    place = [(at, row) for at in range(times) for row in range(rows)]
    way = [row / rows if is_anew else (at * rows + row) / (times * rows) for at, row in place]
    noise = np.random.default_rng(3).normal(1, 0.03, len(way))
    loss = (2 * np.exp(-3 * np.array(way)) * noise).tolist()
    return {outer: [at for at, _ in place], "step": [row for _, row in place], "loss": loss}


@pytest.mark.parametrize("outer", ["iteration", "round", "generation", "cycle"])
def test_a_loop_that_trains_anew_each_time_leaves_the_inner_steps_the_axis(outer: str) -> None:
    assert axis(looped(outer, 8, 60, is_anew=True)).name == "step"


@pytest.mark.parametrize("levels", [[5.0, 2.7, 0.1, 9.0], [1.0, 1.0, 1.0, 1.0]])
def test_trainings_of_other_levels_are_trainings_too(levels: list[float]) -> None:
    table = looped("iteration", 4, 30, is_anew=True)
    shifted = [level + value for level, value in zip(np.repeat(levels, 30), table["loss"], strict=True)]
    clock = {f"{name}_time": list(range(120)) for name in ("wall", "elapsed")}
    assert axis({**table, **clock, "loss": shifted}).name == "step"


@pytest.mark.parametrize(
    "table",
    [
        looped("iteration", 10, 60, is_anew=False),
        looped("iteration", 12, 9, is_anew=True),
        looped("iteration", 60, 20, is_anew=True),
        looped("epoch", 8, 60, is_anew=True),
        looped("tokens", 8, 60, is_anew=True),
    ],
    ids=["goes on", "short", "many", "epochs", "tokens"],
)
def test_what_starts_again_inside_one_training_counts_no_steps(table: dict[str, list[float]]) -> None:
    found = axis(table)
    np.testing.assert_array_equal(found.value, range(len(table["loss"])))
    assert "`step` starts again in every" in found.says


@pytest.mark.parametrize(("times", "rows"), [(500, 5), (80, 40)])
def test_hundreds_of_stretches_that_nothing_counts_are_one_training(times: int, rows: int) -> None:
    table = looped("fold", times, rows, is_anew=False)
    found = axis({name: table[name] for name in ("step", "loss")})
    np.testing.assert_array_equal(found.value, range(times * rows))
    assert (
        found.says == "`step` goes back to its start again and again, so that the rows are counted as steps"
    )


@pytest.mark.parametrize(("times", "rows"), [(12, 5), (80, 40)])
def test_stretches_that_nothing_counts_stay_trainings_where_they_are_few_or_begin_anew(
    times: int, rows: int
) -> None:
    table = looped("fold", times, rows, is_anew=True)
    assert axis({name: table[name] for name in ("step", "loss")}).name == "step"


def test_many_resumes_of_one_training_are_no_loop() -> None:
    steps = [start + row for start in range(0, 300, 4) for row in range(6)]
    noise = np.random.default_rng(3).random(len(steps)).tolist()
    assert axis({"step": steps, "loss": noise}).name == "step"


def test_rows_that_count_by_another_column_stand_where_they_were_written() -> None:
    """MMEngine counts the rows of its validation in epochs and those of the training in iterations."""
    found = axis(
        {"iter": [50, 100, NAN, 150, 200, NAN, 250], "step": [50, 100, 1, 150, 200, 2, 250], "loss": LOSS[:7]}
    )
    assert found.name == "iter"
    np.testing.assert_array_equal(found.value, [50, 100, 100, 150, 200, 200, 250])
    assert "2 rows without `iter` stand at the step of the row above them" in found.says


def test_a_row_without_any_count_has_no_step() -> None:
    np.testing.assert_array_equal(axis({"step": [1, NAN, 3], "loss": LOSS[:3]}).value, [1, NAN, 3])


TABLE = {
    "steps": LENGTHS,
    "total_steps": [6000.0] * ROWS,
    "episode": [float(n) for n in UP],
    "time": LENGTHS,
    "win": [float(n % 2) for n in UP],
    "reward": LOSS,
}


@settings(max_examples=60, deadline=None)
@given(st.permutations(list(TABLE)), st.integers(1, 4), st.integers(4, ROWS))
def test_the_axis_depends_neither_on_the_order_of_columns_nor_on_rows_written_twice(
    order: list[str], times: int, rows: int
) -> None:
    found = axis({name: np.repeat(TABLE[name][:rows], times).tolist() for name in order})
    assert found.name == "episode"
    np.testing.assert_array_equal(found.value, np.repeat(UP[:rows], times))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.floats(), st.integers(-(2**70), 2**70).map(float)), min_size=1, max_size=30),
    st.sampled_from(["step", "loss", "epoch", "t", "total_steps"]),
)
def test_every_row_has_a_step_or_none_whatever_the_numbers(values: list[float], name: str) -> None:
    found = axis({name: values, "loss": values})
    assert len(found.value) == len(values)
    assert not np.isinf(found.value).any()
