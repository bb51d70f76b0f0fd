"""Fixtures shared by every room's tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED_CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
SHARED_RUNS = Path(__file__).resolve().parents[2] / "shared" / "runs"


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder that no other program uses, for all tests."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def shared_runs() -> Path:
    """The real run logs that lie beside the checkout; the test is skipped where there are none."""
    if not SHARED_RUNS.is_dir():
        pytest.skip("no real run logs beside this checkout")
    return SHARED_RUNS


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The small inputs that went wrong once, beside the checkout; the test is skipped where there are none."""
    if not SHARED_CASES.is_dir():
        pytest.skip("no cases beside this checkout")
    return SHARED_CASES
