"""Numbers and dates in sentences, on curves where a summary of them is another number or another date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.onset_order import onset_order
from coach.runs.describing.run_for_detectors import RunForDetectors
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, symptoms

if TYPE_CHECKING:
    from numpy.typing import NDArray

N = np.arange(200)
GROWS = np.where(N < 110, 20 + noisy(0, 1, 200), 20 * np.exp(np.maximum(0, N - 110) * 0.12))


def test_what_grows_without_end_moved_where_it_began() -> None:
    (change,) = onset_order(RunForDetectors(run(series("critic_loss", GROWS))))
    assert 108 <= change.earliest <= change.step <= 113


@pytest.mark.parametrize(
    ("values", "changes"),
    [
        (0.3 + 2 * np.exp(-N / 12) + noisy(0, 0.02, 200), 0),
        (3 / (1 + N / 9) + noisy(0, 0.02, 200), 0),
        (np.where(N < 60, 2.0, 0.5) + noisy(0, 0.05, 200), 1),
    ],
)
def test_a_curve_that_settles_has_no_moment_at_which_it_moved(
    values: NDArray[np.float64], changes: int
) -> None:
    assert len(onset_order(RunForDetectors(run(series("loss", values))))) == changes


def test_values_beyond_returns_are_not_said_to_end_at_a_mean() -> None:
    given = run(series("q_values", GROWS), series("episode_reward", noisy(50, 5, 200)))
    said = only(given, "values-beyond-returns").says
    assert "about" in said
    assert "ends at" not in said


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (
            [1.1, 0.8, 0.62, 0.5, 0.43, 0.38, 0.34, 0.31],
            "9.4 times what was usual between steps 7 and 8, from 0.31 ",
        ),
        (
            [0.21, 0.2, 0.22, 0.21, 0.2, 0.21, 0.22, 0.2],
            "14 times what was usual between steps 7 and 8, from 0.2 ",
        ),
    ],
)
def test_a_jump_begins_where_the_loss_was(before: list[float], says: str) -> None:
    loss = [*before, 2.9, 2.85, 2.7, 2.76, 2.8, 2.71, 2.74, 2.69]
    assert says in only(run(series("loss", loss)), "loss-divergence").says


def test_validation_turns_where_it_is_best_and_not_where_its_fall_slows_down() -> None:
    epoch = np.arange(60)
    held_out = 0.6 + 0.9 * np.exp(-epoch / 5) + np.maximum(0, epoch - 15) * 0.018
    given = run(
        series("train/loss", 0.05 + 2 * np.exp(-epoch / 9)),
        series("val/loss", held_out + noisy(0, 0.005, 60)),
    )
    symptom = only(given, "validation-turn")
    assert symptom.onset_step is not None
    assert abs(symptom.onset_step - 15) <= 2


class TestHeldOutDataThatIsNeverGood:
    TRAIN = series("train/loss", 0.3 + 7 * np.exp(-N / 30))

    def test_a_loss_that_halved_is_not_said_to_have_learnt_nothing(self) -> None:
        held_out = 4.2 + 4.4 * np.exp(-N / 20) + np.maximum(0, N - 60) * 0.02
        assert symptoms(run(self.TRAIN, series("val/loss", held_out)), "validation-far-worse") == []

    def test_one_that_hardly_moved_is(self) -> None:
        given = run(self.TRAIN, series("val/loss", 6.5 + noisy(0, 0.1, 200)))
        assert "never under 6." in only(given, "validation-far-worse").says


class TestAStandstill:
    LOSS = np.where(N < 60, 1.2 + 3 * np.exp(-N / 70), 1.2 + 3 * np.exp(-60 / 70)) + noisy(0, 0.01, 200)

    def test_at_a_cut_of_the_rate_is_told_once_with_the_cut(self) -> None:
        given = run(series("loss", self.LOSS), series("lr", np.where(N < 60, 0.02, 0.0002)))
        assert symptoms(given, "sudden-standstill") == []
        assert only(given, "plateau-at-rate-change").onset_step == 60

    def test_far_from_a_cut_is_told(self) -> None:
        given = run(series("loss", self.LOSS), series("lr", np.where(N < 140, 0.02, 0.0002)))
        symptom = only(given, "sudden-standstill")
        assert symptom.severity is Severity.WARN
        assert symptom.onset_step is not None
        assert abs(symptom.onset_step - 60) <= 3


class TestAConstantReturn:
    @pytest.mark.parametrize(
        ("level", "length", "severity"),
        [
            (200, 200, Severity.INFO),
            (200, 150, Severity.ALARM),
            (-200, 200, Severity.ALARM),
            (0, 200, Severity.ALARM),
        ],
    )
    def test_of_one_a_step_may_be_the_most_there_is(
        self, level: float, length: float, severity: Severity
    ) -> None:
        given = run(
            series("episode_reward_mean", np.full(40, level)), series("episode_len_mean", np.full(40, length))
        )
        assert only(given, "plateau-from-start").severity is severity


@pytest.mark.parametrize(("last", "told"), [(np.nan, 0), (np.inf, 0), (1.1, 1)])
def test_a_norm_that_overflows_is_not_said_to_be_one_number_in_a_run_that_learns(
    last: float, told: int
) -> None:
    norm = series("grad_norm", np.append(np.full(60, 1.1), np.full(20, last)))
    loss = series("loss", np.append(2 + 2 * np.exp(-N[:60] / 20), np.full(20, np.nan)))
    assert len(symptoms(run(norm, loss), "always-clipped")) == told
