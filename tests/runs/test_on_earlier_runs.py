"""What a claim would have said of runs that are over: where it breaks, and from which step on that was known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.prediction import parse_prediction
from coach.runs.checking.on_earlier_runs import in_words, on_earlier_runs, seen_in
from tests.runs.builders import run, series

STEPS = np.arange(0, 101_000, 1000)
RISING = run(series("return", np.linspace(0, 20, 101), step=STEPS))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("return < 10 throughout", 50_000),
        ("return < 10 throughout after 60k", 60_000),
        ("return never > 15.1", 76_000),
        ("max(return) < 10", 50_000),
        ("min(return) > 1", 0),
        ("max(return) > 30 by 80k", 80_000),
        ("final(return) < 5 by 40k", 40_000),
        ("mean(return) > 15", 100_000),
        ("return < 10 throughout after 10%", 100_000),
    ],
)
def test_a_broken_claim_is_known_from_the_first_value_that_decides_it(text: str, at: int) -> None:
    (found,) = on_earlier_runs(parse_prediction(text), [RISING])
    assert (found.held, found.broken_at) == (False, at)


def test_a_claim_about_several_seeds_is_held_against_each_run_by_itself() -> None:
    found = on_earlier_runs(parse_prediction("return > 30 in 2 of 3 seeds"), [RISING, RISING])
    assert [each.held for each in found] == [False, False]


def test_a_sentence_names_where_it_would_have_fired_and_counts_the_rest() -> None:
    flat = run(series("return", np.zeros(101), step=STEPS))
    other = run(series("loss", np.zeros(101), step=STEPS))
    found = on_earlier_runs(parse_prediction("return < 10 throughout"), [RISING, flat, flat, other])
    assert in_words(found, fires=True).startswith(
        f"It would have fired on {RISING.name} at 50k; on 2 earlier runs it would have been quiet; "
        f"{other.name} cannot tell"
    )
    assert in_words(found[:1], fires=False) == f"It would have been false on {RISING.name} at 50k."
    assert in_words((), fires=True) == ""


def test_what_runs_logged_is_told_without_what_is_no_number() -> None:
    broken = run(
        series("return", np.array([1.0, math.inf, math.nan]), step=STEPS[:3]),
        series("empty", np.full(3, math.nan)),
    )
    found = {each.tag: each for each in seen_in([RISING, broken])}
    assert set(found) == {"return"}
    assert (found["return"].low, found["return"].high, found["return"].last) == (0.0, 20.0, (20.0, 1.0))
