"""Fixtures shared by every room's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_RUNS = Path(__file__).resolve().parents[2] / "shared" / "runs"
SHARED_CASES = SHARED_RUNS.with_name("cases")


@pytest.fixture(scope="session")
def shared_runs() -> Path:
    """The real run logs that lie beside the checkout; the test is skipped where there are none."""
    if not SHARED_RUNS.is_dir():
        pytest.skip("no real run logs beside this checkout")
    return SHARED_RUNS


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The small cases with their right values that lie beside the checkout; skipped where there are none."""
    if not SHARED_CASES.is_dir():
        pytest.skip("no cases beside this checkout")
    return SHARED_CASES
