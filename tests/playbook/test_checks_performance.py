"""What one is told to type for throughput and memory compiles, and tells a toy with the fault from one without."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.playbook.test_built_in import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PACK = "performance"
SHELL = "$ "

SHORT_AND_ONE_LONG = [100] * 999 + [8000]
EVEN = [100] * 1000
MIXED = [10, 1000] * 32
SLOW_LOGGING = [0.5 if step % 10 == 0 else 0.1 for step in range(100)]
SLOW_START = [30.0, 5.0] + [0.1] * 98


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


@pytest.mark.parametrize(
    ("mode_id", "with_the_fault", "without"),
    [
        (
            "activation-memory",
            (
                {"peaks": {2: 10.0, 4: 18.0}, "limit": 24},
                "fixed 2.0 GB, of one example 4.0 GB largest batch in 24 GB: 5",
            ),
            ({"peaks": {2: 20.0, 4: 20.2}, "limit": 24}, "fixed 19.8 GB, of one example 0.1 GB"),
        ),
        (
            "optimiser-memory",
            ({"total": 7e9, "trained": 7e9, "limit": 80}, "together 112.0 of 80 GB: DOES NOT FIT"),
            ({"total": 7e9, "trained": 2e7, "limit": 80}, "together 14.3 of 80 GB: fits"),
        ),
        (
            "longest-batch-memory",
            ({"lengths": SHORT_AND_ONE_LONG, "batch": 8}, "of the worst 64000"),
            ({"lengths": EVEN, "batch": 8}, "padded tokens of a typical batch 800 of the worst 800"),
        ),
        (
            "launch-bound",
            (
                {"seconds": {32: 0.020, 64: 0.0205, 128: 0.0215}},
                "share of the step that does not depend on the batch: 0.98",
            ),
            (
                {"seconds": {32: 0.020, 64: 0.040, 128: 0.080}},
                "share of the step that does not depend on the batch: 0.0",
            ),
        ),
        (
            "tensor-cores-unused",
            (
                {
                    "parameters": 1e9,
                    "tokens_per_second": 5e3,
                    "rated": 300e12,
                    "sizes": {"vocabulary": 50257},
                },
                "share of the rated speed 0.1 vocabulary 50257 does NOT fit, next is 50264",
            ),
            (
                {
                    "parameters": 1e9,
                    "tokens_per_second": 2e4,
                    "rated": 300e12,
                    "sizes": {"vocabulary": 50304},
                },
                "share of the rated speed 0.4 vocabulary 50304 fits tiles of 8",
            ),
        ),
        (
            "logging-too-often",
            ({"seconds": SLOW_LOGGING, "every": 10}, "share of the time lost at log steps: 0.286"),
            ({"seconds": [0.1] * 100, "every": 10}, "share of the time lost at log steps: 0.0"),
        ),
        (
            "evaluation-dominates",
            (
                {"seconds_step": 0.5, "interval": 100, "seconds_evaluation": 150, "seconds_save": 0},
                "evaluation 0.75 saving 0.0 of the time interval for a tenth: 2700 steps",
            ),
            (
                {"seconds_step": 0.5, "interval": 5000, "seconds_evaluation": 150, "seconds_save": 0},
                "evaluation 0.057",
            ),
        ),
        (
            "padding-waste",
            (
                {"lengths": MIXED, "batch": 8, "longest": None},
                "real tokens as it is 0.505 padded to the batch, sorted by length 1.0",
            ),
            ({"lengths": sorted(MIXED), "batch": 8, "longest": None}, "real tokens as it is 1.0"),
        ),
        (
            "padding-waste",
            (
                {"lengths": EVEN, "batch": 8, "longest": 512},
                "real tokens as it is 0.195 padded to the batch, sorted by length 1.0",
            ),
            ({"lengths": EVEN, "batch": 8, "longest": 100}, "real tokens as it is 1.0"),
        ),
        (
            "allocator-keeps-memory",
            (
                {"held": [1.0, 2.0, 2.0, 2.0], "reserved": [6.0, 8.0, 8.0, 8.0]},
                "held grows by 0.0 GB over the second half, of 2.0",
            ),
            (
                {"held": [1.0, 2.0, 3.0, 4.0], "reserved": [6.0, 8.0, 8.0, 8.0]},
                "held grows by 1.0 GB over the second half, of 4.0",
            ),
        ),
        (
            "warm-up-measured",
            ({"seconds": SLOW_START}, "slow steps: 2 the last of them at step 1 lost by them 34.8 s in all"),
            ({"seconds": [0.1, 3.0] * 20 + [0.1] * 60}, "slow steps: 20 the last of them at step 39"),
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


class _Loader:
    """Batches whose first one takes a while in every pass, or in the first pass only."""

    def __init__(self, *, keeps_its_workers: bool) -> None:
        self._keeps = keeps_its_workers
        self._passes = 0

    def __iter__(self) -> Iterator[int]:
        self._passes += 1
        if self._passes == 1 or not self._keeps:
            time.sleep(0.06)
        yield from range(3)


def _first_batches(loader: _Loader, capsys: pytest.CaptureFixture[str]) -> list[float]:
    told = run("workers-restart-each-epoch", {"loader": loader}, capsys)
    return [float(each) for each in re.findall(r"first batch ([\d.]+) s", told)]


def test_workers_that_start_anew_show_in_the_first_batch_of_every_epoch(
    capsys: pytest.CaptureFixture[str],
) -> None:
    anew = _first_batches(_Loader(keeps_its_workers=False), capsys)
    kept = _first_batches(_Loader(keeps_its_workers=True), capsys)

    assert min(anew) >= 0.05
    assert kept[0] >= 0.05
    assert max(kept[1:]) < 0.05


def test_the_worst_batch_is_far_over_a_typical_one_where_lengths_have_outliers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = run("longest-batch-memory", {"lengths": np.array(SHORT_AND_ONE_LONG), "batch": 8}, capsys)
    typical, worst = (int(each) for each in re.findall(r"batch (\d+) of the worst (\d+)", told)[0])

    assert worst > 10 * typical
