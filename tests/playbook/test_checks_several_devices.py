"""What one is told to type for several devices compiles, and tells a toy with the fault from one without."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.playbook.test_built_in import content_of

PACK = "several-devices"
SHELL = "$ "

HEALTHY_RANKS = [[0, 2, 4, 6], [1, 3, 5, 7]]
RNG = np.random.default_rng(0)
LARGE = RNG.normal(0, 12_000, (8, 100)).astype(np.float32)


def typed(kind: str) -> dict[str, str]:
    """Give what is to be typed for the checks, or the repairs, of the pack, by failure mode."""
    modes = content_of(PACK).failure_modes
    return {key: getattr(mode, kind).code for key, mode in modes.items() if getattr(mode, kind).code}


def run(mode_id: str, given: dict[str, object], capsys: pytest.CaptureFixture[str]) -> str:
    exec(typed("check")[mode_id], dict(given))  # noqa: S102 - our own checks
    return " ".join(re.sub(r"[\[\]]", " ", capsys.readouterr().out).split())


@pytest.mark.parametrize("kind", ["check", "repair"])
def test_what_is_to_be_typed_compiles(kind: str) -> None:
    for mode_id, code in typed(kind).items():
        python = [line for line in code.splitlines() if not line.startswith(SHELL)]
        compile("\n".join(python), mode_id, "exec")
        assert len(code.splitlines()) <= 15, mode_id


def test_every_failure_mode_says_what_to_type() -> None:
    assert set(content_of(PACK).failure_modes) == set(typed("check"))


def test_no_failure_mode_is_mistaken_for_none_of_its_neighbours() -> None:
    modes = content_of(PACK).failure_modes
    assert [key for key, mode in modes.items() if not mode.check.mistaken_for] == []


@pytest.mark.parametrize(
    ("mode_id", "with_the_fault", "without"),
    [
        (
            "uneven-batches",
            ({"batches": [12, 12, 11]}, "UNEQUAL hangs after step 11 for want of ranks 2"),
            ({"batches": [12, 12, 12]}, "batches by rank 12 12 12 equal"),
        ),
        (
            "ranks-read-same-data",
            ({"seen": [[0, 1, 2, 3], [0, 1, 2, 3]]}, "rank 0 read 4 of which others read too 1.0"),
            ({"seen": HEALTHY_RANKS}, "rank 0 read 4 of which others read too 0.0"),
        ),
        (
            "split-differs-by-rank",
            (
                {"train": [[0, 1, 2], [1, 2, 3]], "held_out": [[3], [0]]},
                "DIFFERENT SPLITS held-out examples that some rank trains on: 2",
            ),
            (
                {"train": [[0, 1, 2], [0, 1, 2]], "held_out": [[3], [3]]},
                "one split held-out examples that some rank trains on: 0",
            ),
        ),
        (
            "ranks-share-a-seed",
            ({"draws": [[0.1, 0.7, 0.2]] * 4}, "different rows 1 of 4 ranks"),
            ({"draws": RNG.random((4, 9))}, "different rows 4 of 4 ranks"),
        ),
        (
            "loss-averaged-over-ranks",
            (
                {"sums": [90.0, 30.0], "counts": [90, 10]},
                "right 1.2 mean of means 2.0 divided twice 0.6 weight of a token by rank 0.556 5.",
            ),
            (
                {"sums": [60.0, 60.0], "counts": [50, 50]},
                "right 1.2 mean of means 1.2 divided twice 0.6 weight of a token by rank 1. 1.",
            ),
        ),
        (
            "global-batch-changed",
            (
                {"runs": {"old": (1, 8, 4, 0.1), "new": (8, 8, 4, 0.1)}, "examples": 3200},
                "rate over batch 0.003125 new global batch 256 updates an epoch 13",
            ),
            (
                {"runs": {"old": (1, 8, 4, 0.1), "new": (4, 8, 1, 0.1)}, "examples": 3200},
                "new global batch 32 updates an epoch 100 rate over batch 0.003125",
            ),
        ),
        (
            "clipping-by-shard",
            ({"shard": [3.0, 4.0], "used": [3.0, 4.0]}, "norm of all shards 5.0 used by rank 3. 4. WRONG"),
            ({"shard": [3.0, 4.0], "used": [5.0, 5.0]}, "norm of all shards 5.0 used by rank 5. 5. right"),
        ),
        (
            "evaluation-padding",
            (
                {"ids": [0, 1, 2, 3, 4, 0], "size": 5},
                "gathered 6 different 5 in the set 5 counted more than once: 0 missing: 0",
            ),
            (
                {"ids": [0, 1, 2, 3, 4], "size": 5},
                "gathered 5 different 5 in the set 5 counted more than once: missing: 0",
            ),
        ),
        (
            "metric-of-one-rank",
            ({"sums": [8, 1], "counts": [10, 10], "logged": 0.8}, "nearest: rank 0"),
            ({"sums": [8, 1], "counts": [10, 40], "logged": 0.18}, "nearest: all together"),
        ),
        (
            "reduction-precision",
            ({"parts": LARGE}, "overflow True"),
            ({"parts": LARGE / 1e5}, "overflow False"),
        ),
        (
            "pipeline-bubble",
            (
                {"stages": [1.0, 1.0, 1.0, 1.0], "micro": 4, "step": 7.1},
                "idle share 0.429 with equal stages 0.429 shortest step 7.0 measured 7.1",
            ),
            (
                {"stages": [1.0, 1.0, 1.0, 1.0], "micro": 32, "step": 35.2},
                "idle share 0.086 with equal stages 0.086",
            ),
        ),
        (
            "resume-other-world-size",
            (
                {
                    "before": {"ranks": 8, "global batch": 64},
                    "after": {"ranks": 4, "global batch": 32},
                    "read_before": [1, 2, 3],
                    "read_after": [3, 4],
                },
                "global batch 64 -> 32 ranks 8 -> 4 examples read again after the resume: 1 of 2",
            ),
            (
                {
                    "before": {"ranks": 8},
                    "after": {"ranks": 8},
                    "read_before": [1, 2],
                    "read_after": [3, 4],
                },
                "examples read again after the resume: 0 of 2",
            ),
        ),
        (
            "work-unequal-by-rank",
            (
                {"work": [[100, 300], [300, 100]]},
                "largest over mean 1.5 time lost by waiting 0.333 how often each rank is the last 0.5 0.5",
            ),
            ({"work": [[200, 200], [200, 200]]}, "largest over mean 1.0 time lost by waiting 0.0"),
        ),
    ],
)
def test_a_check_tells_with_and_without_the_fault(
    mode_id: str,
    with_the_fault: tuple[dict[str, object], str],
    without: tuple[dict[str, object], str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for given, told in (with_the_fault, without):
        assert told in run(mode_id, given, capsys)


def test_a_sum_over_many_ranks_in_half_precision_errs_more_than_over_few(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = RNG.normal(1, 0.1, (512, 50)).astype(np.float32)

    def error_of(number: int) -> float:
        told = run("reduction-precision", {"parts": parts[:number]}, capsys)
        return float(told.split("relative error of the sum ")[1].split()[0])

    assert error_of(512) > 3 * error_of(4)


def test_a_schedule_of_exchanges_that_is_off_by_one_shows_at_the_end_of_the_window(
    capsys: pytest.CaptureFixture[str],
) -> None:
    right = typed("check")["no-sync-misuse"]
    wrong = right.replace("(index + 1) % steps", "index % steps")
    assert wrong != right

    exec(right, {})  # noqa: S102 - our own check
    assert "3 last of its window True" in capsys.readouterr().out
    exec(wrong, {})  # noqa: S102 - our own check
    assert "3 last of its window False" in capsys.readouterr().out
