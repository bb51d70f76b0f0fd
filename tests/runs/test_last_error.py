"""What a text ends with is told where it is an error, and what became of the run is judged by it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, Run, read_run
from coach.runs.describing.run_state import RunState, standing
from tests.runs.builders import write_log
from tests.runs.console_samples import loss

if TYPE_CHECKING:
    from pathlib import Path

TRACEBACK = 'Traceback (most recent call last):\n  File "train.py", line 88, in <module>\n    main()\n'
LINES = "".join(f"step {n} loss {loss(n)}\n" for n in range(30))
NOW = 1.9e9


def read(tmp_path: Path, text: str) -> Run:
    (tmp_path / "train.log").write_text(text)
    return read_run(tmp_path)


def errors(run: Run) -> list[str]:
    return [note.detail for note in run.notes if note.kind is NoteKind.ERROR_AT_END]


@pytest.mark.parametrize(
    ("end", "quoted"),
    [
        (
            TRACEBACK + "ValueError: shapes (3,4) and (5,6) not aligned\n",
            "ValueError: shapes (3,4) and (5,6) not aligned",
        ),
        (
            TRACEBACK + "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB\n",
            "torch.cuda.OutOfMemoryError",
        ),
        (f"[rank0]: {TRACEBACK}[rank0]: RuntimeError: NaN in the loss\n", "RuntimeError: NaN in the loss"),
        ("RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB\n", "CUDA out of memory"),
        ("Killed\n", "Killed"),
        ("slurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch\n", "oom-kill"),
        (
            "[rank3] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=12)\n",
            "collective operation timeout",
        ),
        ("Segmentation fault (core dumped)\n", "Segmentation fault"),
        (TRACEBACK + "KeyError: 'reward'\nwandb: Synced 5 files\nwandb: done\n", "KeyError: 'reward'"),
    ],
)
def test_an_error_at_the_end_is_quoted_and_the_run_has_crashed(tmp_path: Path, end: str, quoted: str) -> None:
    run = read(tmp_path, LINES + end)
    (said,) = errors(run)
    assert quoted in said
    assert standing(run, NOW).state is RunState.CRASHED
    assert quoted in standing(run, NOW).says


@pytest.mark.parametrize(
    "end",
    [
        TRACEBACK + "KeyboardInterrupt\n",
        "slurmstepd: error: *** JOB 12 ON node3 CANCELLED AT 2024-01-01T10:00:00 DUE TO TIME LIMIT ***\n",
    ],
)
def test_a_run_that_was_stopped_from_outside_has_ended_early(tmp_path: Path, end: str) -> None:
    assert standing(read(tmp_path, LINES + end), NOW).state is RunState.ENDED_EARLY


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        f"{TRACEBACK}ImportError: no wandb, going on without\n{LINES}",
        f"step 0 loss 5\nstep 1 loss 4.5\n{TRACEBACK}ConnectionError: retried\nstep 2 loss 4.4\n{LINES[:60]}",
        LINES + "Training finished, the best error rate was 0.03\n",
        LINES + "RuntimeWarning: invalid value encountered in divide\n",
        LINES + "ValueError is raised by parse() where a flag is unknown\n",
        "".join(f"step {n} loss {loss(n)} error: 0.{n}\n" for n in range(30)),
    ],
    ids=["none", "before the first step", "survived", "a word", "a warning", "a sentence", "a quantity"],
)
def test_a_text_that_ends_otherwise_tells_of_no_error(tmp_path: Path, text: str) -> None:
    run = read(tmp_path, text)
    assert errors(run) == []
    assert standing(run, NOW).state is not RunState.CRASHED


def test_the_error_of_a_trial_is_told_of_the_run_beside_it(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": range(20)})
    (tmp_path / "error.txt").write_text(
        f"Failure # 1 (occurred at 2024-01-01)\n{TRACEBACK}ValueError: loc is not finite\n"
    )
    run = read_run(tmp_path)
    assert run.format == "tensorboard"
    assert ["ValueError: loc is not finite" in said for said in errors(run)] == [True]
    assert standing(run, NOW).state is RunState.CRASHED


def test_a_trial_that_was_tried_again_after_its_error_has_not_crashed(tmp_path: Path) -> None:
    log = write_log(tmp_path, {"loss": range(20)})
    (tmp_path / "error.txt").write_text(f"{TRACEBACK}ValueError: loc is not finite\n")
    failed = log.stat().st_mtime - 3600
    os.utime(tmp_path / "error.txt", (failed, failed))
    run = read_run(tmp_path)
    assert any("was tried again" in note.detail for note in run.notes)
    assert standing(run, NOW).state is not RunState.CRASHED


def test_an_error_in_another_text_of_the_folder_is_quoted_and_judges_nothing(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": range(20)})
    (tmp_path / "stderr.txt").write_text(f"{TRACEBACK}OSError: no space left\n")
    run = read_run(tmp_path)
    assert any("OSError: no space left" in note.detail for note in run.notes)
    assert standing(run, NOW).state is not RunState.CRASHED


def test_a_program_that_was_started_anew_has_survived_the_error(tmp_path: Path) -> None:
    start = "".join(
        f"[2024-05-0{{day}} 10:00:0{n},000][main][INFO] - {said} <config {n}>\n"
        for n, said in enumerate(("Building the data module", "Building the model", "Starting the trainer"))
    )
    failed = start.format(day=1) + TRACEBACK + "TypeError: unexpected keyword 'lin1_size'\n"
    assert "TypeError" in "".join(note.detail for note in read(tmp_path, failed).notes)
    assert "TypeError" not in "".join(
        note.detail for note in read(tmp_path, failed + start.format(day=2)).notes
    )
    closing = "[2024-05-01 10:00:09,000][main][INFO] - Closing the loggers\n"
    assert "TypeError" in "".join(note.detail for note in read(tmp_path, failed + closing).notes)
