"""One-shot decisions: act now or look first."""

from __future__ import annotations

import pytest

from coach.reasoning.decision import (
    expected_value,
    value_of_perfect_information,
    value_of_sample_information,
)


def test_oil_wildcatter() -> None:
    """Raiffa's oil wildcatter: drill or not; dry, wet, soaking; a seismic sounding for 10."""
    prior = (0.5, 0.3, 0.2)
    payoffs = ((-70, 50, 200), (0, 0, 0))
    sounding = ((0.6, 0.3, 0.1), (0.3, 0.4, 0.3), (0.1, 0.4, 0.5))
    assert expected_value(prior, payoffs) == pytest.approx(20)
    assert value_of_sample_information(prior, payoffs, sounding) == pytest.approx(12.5)
    assert value_of_sample_information(prior, payoffs, sounding) - 10 == pytest.approx(2.5)
    assert value_of_perfect_information(prior, payoffs) == pytest.approx(35)
    seen = [sum(p * row[o] for p, row in zip(prior, sounding, strict=True)) for o in range(3)]
    assert seen == pytest.approx((0.41, 0.35, 0.24))
