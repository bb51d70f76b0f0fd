"""Small logs in forms that frameworks and people write, each with its right points, steps, trainings, quantities."""

from __future__ import annotations

import io
import json
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from coach.runs import read_runs
from coach.runs.comparing.seeds import seed_groups
from coach.runs.quantities import meanings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.runs import Run

ROWS = 40
LOSS = [round(0.3 + 2 * math.exp(-3 * n / ROWS), 4) for n in range(ROWS)]
HELD_OUT = [round(0.5 + 2 * math.exp(-2 * n / ROWS), 4) for n in range(ROWS)]
RETURN = [round(90 - 80 * math.exp(-3 * n / ROWS), 2) for n in range(ROWS)]
NOT_FINISHED = 'Traceback (most recent call last):\n  File "train.py", line 3\nRuntimeError: out of memory\n'


class Form(NamedTuple):
    """A log, the right number of points of each quantity in each training, and the last step."""

    name: str
    text: str | bytes
    points: tuple[dict[str, int], ...]
    last: int


def lines(row: Callable[[int], str], head: str = "", n: int = ROWS) -> str:
    return head + "".join(row(at) + "\n" for at in range(n))


def sb3(n: int) -> str:
    rows = {
        "rollout/": "",
        "   ep_rew_mean": RETURN[n],
        "time/": "",
        "   total_timesteps": 2048 * (n + 1),
        "train/": "",
        "   value_loss": LOSS[n],
    }
    body = "\n".join(f"| {name:<20} | {value!s:<10} |" for name, value in rows.items())
    return f"{'-' * 37}\n{body}\n{'-' * 37}"


def packed(**arrays: list[float]) -> bytes:
    out = io.BytesIO()
    np.savez(out, **{name: np.array(values) for name, values in arrays.items()})  # type: ignore[arg-type]
    return out.getvalue()


BOTH = {"loss": ROWS, "eval_loss": ROWS}
ONE = {"loss": ROWS}
FORMS = {
    "bars of Keras, counted in batches": Form(
        "console.txt",
        lines(
            lambda n: (
                f"Epoch {n + 1}/40\n1875/1875 [====] - 5s 3ms/step - loss: {LOSS[n]} - val_loss: {HELD_OUT[n]}"
            )
        ),
        (BOTH,),
        1875 * ROWS,
    ),
    "decimal commas between semicolons": Form(
        "verlauf.csv",
        lines(lambda n: f"{n};{LOSS[n]};{HELD_OUT[n]}".replace(".", ","), "Schritt;loss;val_loss\n"),
        (BOTH,),
        ROWS - 1,
    ),
    "units in the names of columns": Form(
        "metrics.tsv",
        lines(lambda n: f"{100 * n}\t{LOSS[n]}\t{n * 2.5}", "Iteration\tLoss (nats)\tTime (s)\n"),
        (ONE,),
        100 * (ROWS - 1),
    ),
    "per cent in the cells": Form(
        "log.csv",
        lines(lambda n: f"{n},{RETURN[n]:.1f} %,{LOSS[n]}", "epoch,train_acc,loss\n"),
        ({"accuracy": ROWS, "loss": ROWS},),
        ROWS - 1,
    ),
    "two encodings of one byte order": Form(
        "log.csv", lines(lambda n: f"{n},{LOSS[n]}", "step,loss\n").encode("utf-16"), (ONE,), ROWS - 1
    ),
    "tables of Stable-Baselines3": Form(
        "nohup.out", lines(sb3, "Using cuda device\n"), ({"return": ROWS, "value_loss": ROWS},), 2048 * ROWS
    ),
    "an export of W&B": Form(
        "wandb_export.csv",
        lines(
            lambda n: f'"{5 * n}","{LOSS[n]}","{LOSS[n]}","{LOSS[n]}"',
            '"Step","brisk-sun-3 - train/loss","brisk-sun-3 - train/loss__MIN","brisk-sun-3 - train/loss__MAX"\n',
        ),
        (ONE,),
        5 * (ROWS - 1),
    ),
    "a run that crashed and began again": Form(
        "train.log",
        lines(lambda n: f"epoch {n + 1} loss {LOSS[n]}", n=20)
        + lines(lambda n: f"epoch {n + 1} loss {HELD_OUT[n]}", NOT_FINISHED),
        ({"loss": 20}, ONE),
        ROWS,
    ),
    "the header once more": Form(
        "log.csv",
        lines(lambda n: f"{n},{LOSS[n]}", "step,loss\n")
        + lines(lambda n: f"{n},{HELD_OUT[n]}", "step,loss\n"),
        (ONE, ONE),
        ROWS - 1,
    ),
    "three runs after one another": Form(
        "all.log",
        "".join(
            lines(lambda n: f"[{n}] reward: {RETURN[n]} eps: {1 - n / 40:.2f}", f"=== run {k} ===\n", 20)
            for k in range(3)
        ),
        ({"return": 20},) * 3,
        19,
    ),
    "NaN as a word of JSON": Form(
        "stats.jsonl",
        lines(lambda n: f'{{"iter": {n}, "loss": {"NaN" if n > 29 else LOSS[n]}, "reward": {RETURN[n]}}}'),
        ({"loss": ROWS, "return": ROWS},),
        ROWS - 1,
    ),
    "a row of zero bytes": Form(
        "loss.csv",
        lines(lambda n: "\0\0\0" if n == 20 else f"{n},{LOSS[n]}", "step,loss\n"),
        ({"loss": ROWS - 1},),
        ROWS - 1,
    ),
    "columns between bars": Form(
        "pretrain.log",
        lines(
            lambda n: (
                f" iteration {n:>8}/  1000 | consumed samples: {n:>9} | lm loss: {LOSS[n]:.6E} | loss scale: 1 |"
            )
        ),
        (ONE,),
        ROWS - 1,
    ),
    "a bar that is drawn over": Form(
        "out.log",
        "".join(f"\rEpisode {n}\tAverage Score: {RETURN[n]:.2f}" for n in range(ROWS)) + "\n",
        ({"return": ROWS},),
        ROWS - 1,
    ),
    "a document called by its steps, on one line": Form(
        "metrics.json",
        json.dumps({str(100 * n): {"loss": LOSS[n], "val_loss": HELD_OUT[n]} for n in range(ROWS)}),
        (BOTH,),
        100 * (ROWS - 1),
    ),
    "arrays beside their steps": Form(
        "results.npz",
        packed(timesteps=[1000 * n for n in range(ROWS)], rewards=RETURN, lengths=LOSS),
        ({"return": ROWS},),
        1000 * (ROWS - 1),
    ),
    "steps in thousands": Form(
        "log.txt", lines(lambda n: f"step {n + 1}k/100k | loss {LOSS[n]} | 12.3k tok/s"), (ONE,), 1000 * ROWS
    ),
    "words with equals signs": Form(
        "run.log",
        lines(lambda n: f'time="2025-01-01T00:{n:02d}:00Z" level=info msg="train" step={n} loss={LOSS[n]}'),
        (ONE,),
        ROWS - 1,
    ),
    "tuples of Flux": Form(
        "train.log",
        lines(
            lambda n: (
                f"Epoch: {n}  Train: (loss = {LOSS[n]}, acc = 0.5)  Test: (loss = {HELD_OUT[n]}, acc = 0.4)"
            )
        ),
        ({**BOTH, "accuracy": ROWS, "eval_accuracy": ROWS},),
        ROWS - 1,
    ),
    "training and validation in turns": Form(
        "log.csv",
        lines(lambda n: f"{'valid' if n % 2 else 'train'},{n // 2},{LOSS[n]}", "phase,epoch,loss\n"),
        ({"loss": 20, "eval_loss": 20},),
        19,
    ),
    "a step back by a hair": Form(
        "log.csv", lines(lambda n: f"{185 if n == 20 else 10 * n},{LOSS[n]}", "step,loss\n"), (ONE,), 390
    ),
    "objects behind a time of day": Form(
        "out.log",
        lines(lambda n: f"2025-01-01 00:00:{n:02d} INFO {json.dumps({'epoch': n, 'train_loss': LOSS[n]})}"),
        (ONE,),
        ROWS - 1,
    ),
    "colours of a terminal": Form(
        "out.log",
        lines(lambda n: f"\x1b[32mINFO\x1b[0m \x1b[1mEpoch\x1b[0m {n}: loss=\x1b[33m{LOSS[n]}\x1b[0m"),
        (ONE,),
        ROWS - 1,
    ),
    "dictionaries as Python prints them": Form(
        "log.txt",
        lines(lambda n: str({"i": n, "loss": LOSS[n], "ep_ret": RETURN[n]})),
        ({**ONE, "return": ROWS},),
        ROWS - 1,
    ),
}


def read(folder: Path, form: Form) -> list[Run]:
    content = form.text if isinstance(form.text, bytes) else form.text.encode()
    (folder / form.name).write_bytes(content)
    return [run for run in read_runs([folder]) if run.points]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_training_has_its_points_under_what_they_are(tmp_path: Path, form: Form) -> None:
    found = []
    for run in read(tmp_path, form):
        meanings = meanings_of(run)
        found.append({str(meaning.quantity): len(run.series[tag]) for tag, meaning in meanings.items()})
    assert [{name: each.get(name, 0) for name in form.points[0]} for each in found] == list(form.points)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_the_last_step_is_the_one_the_log_tells(tmp_path: Path, form: Form) -> None:
    assert read(tmp_path, form)[-1].last_step == form.last


def test_values_keep_their_places_where_two_forms_differ_by_a_comma(tmp_path: Path) -> None:
    (run,) = read(tmp_path, FORMS["decimal commas between semicolons"])
    assert run.series["loss"].value.tolist() == LOSS


def test_seeds_under_dates_are_one_group(tmp_path: Path) -> None:
    for seed, name in enumerate(
        ("2024-05-01_12-00-00_ppo", "2024-05-01_13-30-00_ppo", "2024-05-02_09-00-10_ppo")
    ):
        (tmp_path / name).mkdir()
        rows = lines(lambda n, seed=seed: f"{n},{RETURN[n] + seed / (n + 1)}", "step,episode_reward_mean\n")  # type: ignore[misc]
        (tmp_path / name / "progress.csv").write_text(rows)
        (tmp_path / name / "config.yaml").write_text(f"seed: {seed}\nlr: 0.001\nlogdir: /home/u/{name}\n")
    (group,) = seed_groups(read_runs([tmp_path]))
    assert len(group.names) == 3


def test_what_is_no_log_of_a_training_is_not_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("numpy==1.26.4\ntorch==2.3.0\n")
    (tmp_path / "out.txt").write_text("0.8731\n")
    (tmp_path / "data.csv").write_text(lines(lambda n: f"{5 + n % 3}.1,setosa", "sepal_length,species\n"))
    assert [run for run in read_runs([tmp_path]) if run.points] == []
