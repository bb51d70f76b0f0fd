"""What trainings of agents print: sentences, Ray's prefixes, counters in other words, and ends that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_run
from coach.runs.describing.headline import headline
from coach.runs.describing.run_state import RunState, standing
from coach.runs.readers.text.names import counter_in, read_words

if TYPE_CHECKING:
    from pathlib import Path

LATER = 1e12  # seconds since 1970


def read(tmp_path: Path, text: str, *, name: str = "train.log") -> Run:
    (tmp_path / name).write_text(text)
    return read_run(tmp_path)


class TestSentences:
    """Fields that a full stop parts, as ML-Agents prints them."""

    def lines(self, head: str = "") -> str:
        quiet = "No goal was reached since the last line. Training."
        said = [f"Mean Reward: {n / 7:.3f}. Std of Reward: 0.{n}00. Training." for n in range(8)]
        said[2] = quiet
        return head + "".join(
            f"[INFO] Hopper. Step: {5000 * (n + 1)}. Time Elapsed: {20.5 * (n + 1):.3f} s. {each}\n"
            for n, each in enumerate(said)
        )

    def test_the_step_the_clock_and_the_reward_are_read_by_their_own_names(self, tmp_path: Path) -> None:
        run = read(tmp_path, self.lines())
        reward = run.series["Mean Reward"]
        assert (int(reward.step[0]), int(reward.step[-1]), len(reward)) == (5000, 40000, 7)
        assert reward.value[-1] == pytest.approx(1.0)
        assert reward.wall_time[-1] - reward.wall_time[0] == pytest.approx(7 * 20.5)

    def test_a_setting_that_is_called_an_epoch_counts_nothing(self, tmp_path: Path) -> None:
        run = read(tmp_path, self.lines("\thyperparameters:\n\t  num_epoch:\t3\n\t  batch_size:\t64\n"))
        assert run.series["Mean Reward"].step[-1] == 40000

    def test_lines_beside_a_setting_alone_are_counted(self, tmp_path: Path) -> None:
        text = "num_epoch: 3\n" + "".join(f"loss: {1 / (n + 1):.4f}\n" for n in range(20))
        assert read(tmp_path, text).series["loss"].step.tolist() == list(range(20))

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            (" s. Mean Reward: ", "Mean Reward"),
            ("Ball. Reward: ", "Reward"),
            ("Avg. Reward: ", "Avg. Reward"),
            ("Val. Loss: ", "Val. Loss"),
        ],
    )
    def test_a_full_stop_that_shortens_a_word_parts_nothing(self, text: str, name: str) -> None:
        assert read_words(text, is_first=not text.startswith(" ")).name == name


class TestCounters:
    """What is counted, in the words of code that many have copied."""

    def test_all_steps_count_rather_than_those_of_an_episode(self, tmp_path: Path) -> None:
        length = [120, 80, 300, 90, 410, 60, 500, 210]
        total = np.cumsum(length)
        text = "".join(
            f"Total T: {total[n]} Episode Num: {n + 1} Episode T: {length[n]} Reward: {length[n] * 1.5:.3f}\n"
            for n in range(len(length))
        )
        run = read(tmp_path, text)
        assert run.series["Reward"].step.tolist() == total.tolist()
        assert run.series["Episode T"].value.tolist() == length

    @pytest.mark.parametrize(
        ("name", "counts"), [("Total T", True), ("t_env", True), ("T", False), ("t", False)]
    )
    def test_a_bare_letter_counts_nothing(self, name: str, counts: bool) -> None:  # noqa: FBT001 - a table of cases
        assert (counter_in(name) is not None) is counts

    def test_a_line_of_speeds_beside_its_epoch_is_of_a_training(self, tmp_path: Path) -> None:
        text = "".join(
            f"fps step: {9000 + 7 * n} fps total: {7000 + 5 * n} epoch: {n}/60 frames: {4096 * n}\n"
            for n in range(1, 13)
        )
        run = read(tmp_path, text)
        assert run.series["fps total"].step[-1] == 4096 * 12

    def test_a_word_between_two_numbers_is_no_name(self, tmp_path: Path) -> None:
        text = "".join(
            f"Epoch #{n}: test_reward: {n / 3:.3f} ± 0.5, best_reward: {n / 3:.3f} ± 0.5 in #{n}\n"
            for n in range(1, 10)
        )
        assert "in" not in read(tmp_path, text).series


class TestPrefixes:
    """Ray's own words before a line."""

    def test_the_number_of_the_process_is_no_quantity(self, tmp_path: Path) -> None:
        text = "".join(
            f"(main_task pid=1979{'' if n % 2 else ', ip=10.0.0.7'}) step:{n} - critic/rewards/mean:{n / 9:.3f} - "
            f"actor/entropy:{1 / (n + 1):.4f}\n(main_task pid=1979) Target: {n * 7 % 90}\n"
            for n in range(40, 60)
        )
        run = read(tmp_path, text)
        assert "pid" not in run.series
        assert run.series["actor/entropy"].step.tolist() == list(range(40, 60))


def test_an_infinite_reward_is_seen_before_its_spread(tmp_path: Path) -> None:
    rewards = ["1.5", "2.5", "-inf", "3.5", "2.0", "2.2"]
    text = "".join(
        f"Epoch #{n}: test_reward: {each} ± {'nan' if 'inf' in each else '0.4'}, best: 9.0\n"
        for n, each in enumerate(rewards, 1)
    )
    run = read(tmp_path, text)
    assert run.series["test_reward"].value[2] == -np.inf
    assert NoteKind.NON_FINITE in {note.kind for note in run.notes}


def test_seconds_in_the_box_of_a_console_are_its_clock(tmp_path: Path) -> None:
    line = "-" * 40
    text = "".join(
        f"{line}\n| time/ | |\n| time_elapsed | {60 * n} |\n| total_timesteps | {2048 * n} |\n"
        f"| rollout/ | |\n| ep_rew_mean | {n / 3:.3f} |\n{line}\n"
        for n in range(1, 12)
    )
    run = read(tmp_path, text)
    assert run.wall_hours == pytest.approx(10 / 60)


class TestEnds:
    """`3/3` inside of `1/40` is no end."""

    EPOCHS = "".join(f"  epoch {n}/3  loss={2 / n:.3f}\n" for n in range(1, 4))

    def test_the_last_epoch_of_the_first_of_many_iterations_is_no_end(self, tmp_path: Path) -> None:
        run = read(tmp_path, f"Iteration 1/40\n{self.EPOCHS}")
        assert standing(run, LATER).state is not RunState.ENDED

    def test_the_last_epoch_of_the_last_iteration_is_one(self, tmp_path: Path) -> None:
        run = read(tmp_path, f"Iteration 40/40\n{self.EPOCHS}")
        assert standing(run, LATER).state is RunState.ENDED


class TestFewLines:
    """Dictionaries that name many quantities are a training's from three on; others are told to be too few."""

    def test_three_lines_of_many_quantities_are_read(self, tmp_path: Path) -> None:
        text = "".join(
            f"{{'loss': {0.1 / n:.4f}, 'reward': {n / 3:.3f}, 'kl': {n / 99:.4f}, 'epoch': {n / 4}}}\n"
            for n in range(1, 4)
        )
        assert headline(read(tmp_path, text)) is not None

    def test_a_text_with_too_few_lines_says_so(self, tmp_path: Path) -> None:
        run = read(tmp_path, "".join(f"iteration {n}/9\n  Mean reward: {n / 3:.2f}\n" for n in range(2)))
        (note,) = run.notes
        assert "only 2 of its lines give a number for `Mean reward`" in note.detail
        assert "too few" in note.detail
