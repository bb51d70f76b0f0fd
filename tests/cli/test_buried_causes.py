"""Cases in which true evidence once buried the true cause, from beside the checkout; left out where they are not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.session.advice import advise
from coach.session.beliefs import belief_rows
from coach.session.misfit import confusion_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.fold import Session

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"


@pytest.fixture
def ended(coach: Callable[..., object], tmp_path: Path, request: pytest.FixtureRequest) -> Session:
    """The session of a case after its answers, which stop before anything is decided."""
    answers = CASES / request.param / "answers.yaml"
    if not answers.exists():
        pytest.skip("the cases are not beside this checkout")
    journal = str(tmp_path / "journal")
    coach(
        "stuck", "-p", "deep-learning", "-t", "x", "--plain", "--answers", str(answers), "--journal", journal
    )
    walk = Coach.open(journal=Path(journal)).newest_open()
    assert walk is not None
    return walk.session


@pytest.mark.parametrize("ended", ["b01a-memory-leak"], indirect=True)
def test_a_memory_leak_on_the_list_leads_and_its_own_check_is_advised(ended: Session) -> None:
    assert belief_rows(ended)[0].id == "memory-leak"
    assert not any("growth" in reason or "grows" in reason for reason in confusion_reasons(ended))
    advice = advise(ended)
    assert advice is not None
    assert advice.action == "experiment:check-memory-leak"


@pytest.mark.parametrize("ended", ["b02a-lora-no-gradient"], indirect=True)
def test_two_true_observations_that_one_cause_explains_do_not_bury_it(ended: Session) -> None:
    first, second, *others = belief_rows(ended)
    assert {first.id, second.id} == {"graph-break", "frozen-params"}
    assert others[-1].is_catch_all
    assert others[-1].posterior < min(first.posterior, second.posterior)
    advice = advise(ended)
    assert advice is not None
    assert advice.action == "experiment:gradients-by-layer"
