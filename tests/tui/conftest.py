"""A desk whose clock stands still, and walks on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from textual import _wait

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.form import GoOn, ReadLogs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from coach.desk import Walk

BEGIN = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
"""When the tests are played."""

GLANCE_S, IDLE_S = 0.01, 0.001
"""How long Textual's pilot sleeps to see whether the program rests, and the work meanwhile that counts as rest."""


@pytest.fixture(scope="session", autouse=True)
def short_glances() -> Iterator[None]:
    """Let the pilot look every 10 ms, not every 20: thousands of key presses would mostly be waited for.

    What a test waits for stays a condition (`settled`, `until`); only the pause between two looks is shorter.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_wait, "SLEEP_GRANULARITY", GLANCE_S)
        patch.setattr(_wait, "SLEEP_IDLE", IDLE_S)
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Coach:
    """A journal of its own; every stamp is a second after the one before."""
    seconds = count()
    clock: Callable[[], datetime] = lambda: BEGIN + timedelta(seconds=next(seconds))  # noqa: E731
    return Coach(Journal.at(tmp_path), Stamp(by="mira", now=clock))


@pytest.fixture
def guided_to(desk: Coach) -> Callable[[str], Walk]:
    """Walks the guided case to a question."""

    def go(key: str) -> Walk:
        walk = desk.begin("stuck", guided=True)
        while (step := walk.position.step) is not None and step.question.key != key:
            suggestion = walk.suggestion()
            if isinstance(step.question.form, ReadLogs):
                walk.perform()
            elif suggestion is None:
                assert isinstance(step.question.form, GoOn), step.question.key
                walk.answer_text("")
            else:
                walk.answer_data(suggestion.data)
        assert walk.position.step is not None, f"the guided case never asks {key}"
        return walk

    return go
