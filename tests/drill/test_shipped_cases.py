"""The cases that come with coach: what the fault lab made, and that it makes the same again."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import pytest

from coach.playbook.drills.load import case_folders, read_case
from coach.playbook.shelf import built_in_folder
from coach.session.drill.belief import prior_of
from coach.session.drill.plan import costs
from coach.session.drill.validity import case_faults
from tools.drills_table import PAGE, expected_by_repair
from tools.fault_lab.case import case_of, price, write_case
from tools.fault_lab.counting import FIRST_CASE_SEED, SEEDS, complaining_seeds, counted
from tools.fault_lab.counts import kept_counts
from tools.fault_lab.families.all import FAMILIES
from tools.fault_lab.families.data_pipeline import DATA_PIPELINE
from tools.fault_lab.families.seeds import SEEDS as THREE_SEEDS
from tools.fault_lab.family import NOTHING, Cause, Family
from tools.fault_lab.spec import Spec, specs

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.drill.case import Case

DRILLS = built_in_folder() / "drills"
ALL = [(family, spec) for family in FAMILIES for spec in specs(family.id)]
LARGEST = 3_000_000


@cache
def shipped() -> tuple[Case, ...]:
    """Give every shipped case, read once."""
    read = [read_case(each.path) for each in case_folders()]
    assert [errors for _, errors in read if errors] == []
    return tuple(loaded.case for loaded, _ in read if loaded is not None)


def files(folder: Path) -> dict[str, bytes]:
    """Give what is written below a folder, by its place in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_shipped_case_is_one_that_the_lab_makes() -> None:
    assert sorted(each.id for each in shipped()) == sorted(spec.id for _, spec in ALL)


def test_every_shipped_case_teaches_something() -> None:
    assert {each.id: faults for each in shipped() if (faults := case_faults(each))} == {}


def test_in_a_third_of_the_cases_nothing_is_wrong_and_in_two_there_are_two_faults() -> None:
    true = [each.cause(each.true_cause) for each in shipped()]
    assert len(true) >= 40
    assert 1 / 3 <= sum(each.innocent for each in true) / len(true) < 0.4
    assert sum(bool(each.made_of) for each in true) == 2


def test_every_kind_has_easy_cases_and_cases_in_which_nothing_is_wrong() -> None:
    by_kind: dict[str, list[Case]] = {}
    for each in shipped():
        by_kind.setdefault(each.kind, []).append(each)
    assert len(by_kind) == len(FAMILIES)
    for cases in by_kind.values():
        assert {each.level for each in cases} >= {1, 2}
        assert NOTHING in {each.true_cause for each in cases}


def test_what_the_logs_are_said_to_show_is_logged() -> None:
    from coach.runs import read_runs  # noqa: PLC0415 - loads numpy

    clues = [(each, clue) for each in shipped() for clue in each.clues]
    assert len(clues) > 20
    for case, clue in clues:
        runs = read_runs([DRILLS / case.id / "logs" / (clue.run or "")])
        assert any(clue.tag in run.series for run in runs), (case.id, clue.tag)


def test_all_cases_together_are_small() -> None:
    assert sum(len(each) for each in files(DRILLS).values()) < LARGEST


def test_what_cases_call_a_failure_mode_is_one_of_the_catalogue() -> None:
    from coach.desk.packs import consulted  # noqa: PLC0415 - compiles every playbook

    catalogues, _ = consulted((), ())
    known = {mode.id for catalogue in catalogues for mode in catalogue.failure_modes}
    assert {cause.mode for each in shipped() for cause in each.causes} - {""} <= known


def test_no_report_says_what_a_story_says() -> None:
    assert [each.id for each in shipped() if "{" in each.report + each.story or not each.story] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)
def test_what_was_counted_was_counted_by_this_version_over_twenty_seeds_a_cause(family: Family) -> None:
    counts = kept_counts(family)
    assert set(counts) == {cause.id for cause in family.causes}
    for each in counts.values():
        assert each.seeds == SEEDS <= each.tried < FIRST_CASE_SEED
        assert {sum(row) for row in each.looks.values()} == {SEEDS}


@pytest.mark.parametrize("cause", DATA_PIPELINE.causes, ids=lambda cause: cause.id)
def test_two_seeds_counted_anew_are_among_the_twenty(cause: Cause) -> None:

    again, kept = counted(DATA_PIPELINE, cause, 2), kept_counts(DATA_PIPELINE)[cause.id]
    assert again.tried <= kept.tried
    for look, row in again.looks.items():
        assert sum(row) == 2
        assert all(few <= many for few, many in zip(row, kept.looks[look], strict=True))


@pytest.mark.parametrize(
    ("family", "spec"),
    [(family, spec) for family, spec in ALL if family in (DATA_PIPELINE, THREE_SEEDS)][::4],
    ids=lambda each: getattr(each, "id", None),
)
def test_a_case_is_made_again_byte_for_byte(family: Family, spec: Spec, tmp_path: Path) -> None:
    # families without a matrix product, whose last digit hangs on the machine
    case, trained = case_of(family, spec, kept_counts(family))
    write_case(case, trained, spec, tmp_path / spec.id)
    assert files(tmp_path / spec.id) == files(DRILLS / spec.id)


def test_the_report_of_a_case_is_true_of_its_training() -> None:
    for cause in DATA_PIPELINE.causes:
        _, _, trained = next(complaining_seeds(DATA_PIPELINE, cause, FIRST_CASE_SEED))
        speeds = trained.log.column("fps")
        assert sum(speeds[-6:]) < 0.75 * sum(speeds[:6])


def test_the_advice_finds_the_cause_in_half_the_hours_of_repairing_the_likeliest_first() -> None:
    advice, by_repair = 0.0, 0.0
    for each in shipped():
        belief = prior_of(each)
        cure = math.fsum(p * each.repair_of(cause).hours for cause, p in belief.items())
        advice += costs(each, belief, ()).to_go - cure
        by_repair += expected_by_repair(each, belief) - cure
    assert 0 < advice < by_repair / 2


def test_the_table_in_the_docs_holds_every_case() -> None:
    assert [each.id for each in shipped() if f"| {each.id} |" not in PAGE.read_text(encoding="utf-8")] == []


def test_a_price_is_what_it_waits_for_and_what_it_takes() -> None:
    assert price(10, 0.5, 0.3) == 5.3
    assert price(2, 0.0, 0.0) == 0.05
