"""Fixtures shared by every room's tests."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED_CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
SHARED_RUNS = Path(__file__).resolve().parents[2] / "shared" / "runs"

COLLECT_AFTER = 100_000
"""Objects made between two looks for garbage. At Python's 700 an eighth of the time of a test of the full screen goes
into looking through catalogues and style sheets that live until the end."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give one process more than there are cores: every one waits often, for a disk, a child or the screen."""
    del config
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def rare_garbage_collection() -> None:
    """Look for garbage more rarely than Python does."""
    gc.set_threshold(COLLECT_AFTER)


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
