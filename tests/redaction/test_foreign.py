"""Secrets and innocents of somebody who had not seen the patterns: what is found, and what is left alone."""

from __future__ import annotations

import pytest

from coach.redaction import redacted
from tests.redaction.foreign import planted
from tests.redaction.innocents import innocents

SEEDS = range(3)
LEAST_FOUND, MOST_FALSE = 0.95, 0.01
FEWEST_KINDS, FEWEST_INNOCENTS = 60, 1000


@pytest.mark.parametrize("seed", SEEDS)
def test_nineteen_of_twenty_foreign_secrets_are_taken_out(seed: int) -> None:
    corpus = planted(seed)
    left = [each.kind for each in corpus if each.secret in redacted(each.text)]
    assert len({each.kind for each in corpus}) >= FEWEST_KINDS
    assert len(left) <= (1 - LEAST_FOUND) * len(corpus), left


@pytest.mark.parametrize("seed", SEEDS)
def test_less_than_one_innocent_in_a_hundred_is_taken_for_a_secret(seed: int) -> None:
    corpus = innocents(seed + 100)
    wrong = [each for each in corpus if redacted(each) != each]
    assert len(corpus) >= FEWEST_INNOCENTS
    assert len(wrong) < MOST_FALSE * len(corpus), wrong
