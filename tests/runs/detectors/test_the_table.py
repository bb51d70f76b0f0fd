"""The table of detectors, row by row: each fires where it must, stays silent where it must, and knows innocence."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from coach.runs import Run, Severity
from coach.runs.detectors.detect import detect, detect_across, detect_against
from coach.runs.detectors.registry import ACROSS, AGAINST, DETECTORS
from tests.runs.detectors.cases import CASES, Case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs import Symptom

EVERY = [*DETECTORS, *ACROSS, *AGAINST]
CARDS = {import_module(each.__module__).CARD.name: import_module(each.__module__).CARD for each in EVERY}
OF_A_PREDICTION = 42

every_case = pytest.mark.parametrize(("name", "case"), CASES.items(), ids=list(CASES))


def seen(name: str, case: Case, given: Run | Sequence[Run]) -> list[Symptom]:
    """Give what one detector says about a run, or about several."""
    if isinstance(given, Run):
        found = detect(given, facts=case.facts)
    elif name in {import_module(each.__module__).CARD.name for each in AGAINST}:
        found = detect_against(given[0], given[1:])
    else:
        found = detect_across(given)
    return [each for each in found if each.detector == name]


@every_case
def test_it_fires_where_it_must_and_says_where_from(name: str, case: Case) -> None:
    found = seen(name, case, case.fires)
    assert found
    for symptom in found:
        assert symptom.source
        assert symptom.innocent
        assert symptom.raises
        assert symptom.threshold is not None or name == "step-defects"


@every_case
def test_it_is_silent_where_nothing_is_wrong(name: str, case: Case) -> None:
    assert [symptom.says for symptom in seen(name, case, case.quiet)] == []


@every_case
def test_an_innocent_cause_is_no_warning(name: str, case: Case) -> None:
    found = seen(name, case, case.innocent)
    assert [symptom.says for symptom in found if symptom.severity is not Severity.INFO] == []


@every_case
def test_two_points_are_never_enough(name: str, case: Case) -> None:
    if isinstance(case.fires, Run):
        short = {tag: part.where(slice(0, 2)) for tag, part in case.fires.series.items()}
        cut = Run(name="cut", path=case.fires.path, format="test", files=1, fingerprint="", series=short)
        assert seen(name, case, cut) == []


def test_every_detector_has_its_cases_and_every_row_its_detector() -> None:
    assert set(CASES) == set(CARDS)
    rows = {int(found[1]) for case in CASES.values() if (found := re.fullmatch(r"D-(\d+)", case.row))}
    assert rows | {OF_A_PREDICTION} == set(range(1, 43))
