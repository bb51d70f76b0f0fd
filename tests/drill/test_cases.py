from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.errors import UsageError
from coach.playbook.drills.load import case_folders, find_case, load_case, read_case
from coach.session.drill.validity import case_faults
from tests.drill.small_cases import coin

DOCS = Path(__file__).parents[2] / "docs" / "drills.md"
CASES = Path(__file__).with_name("cases")
TEXT = (CASES / "flat-evaluation" / "case.yaml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    """Write a case into a folder of its name."""
    place = folder / "flat-evaluation"
    place.mkdir()
    (place / "case.yaml").write_text(text, encoding="utf-8")
    return place


def test_likelihoods_are_counts_with_half_a_count_for_every_outcome() -> None:
    case = load_case(CASES / "flat-evaluation").case
    assert case.look("print-inputs").row("statistics-left-out") == (20.5 / 21, 0.5 / 21)
    assert case.look("more-episodes").row("as-it-should-be") == (17.5 / 21, 3.5 / 21)


def test_a_case_worth_drilling_has_no_faults() -> None:
    assert case_faults(load_case(CASES / "flat-evaluation").case) == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("recorded: differ\n", "recorded: differs\n", "is no outcome"),
        ("as-it-should-be: [17, 3]", "as-it-should-be: [17, 3, 1]", "3 numbers for 2 outcomes"),
        ("cures: [as-it-should-be]", "cures: [exploration-left-on]", "2 repairs cure 'exploration-left-on'"),
        ("true_cause: statistics-left-out", "true_cause: statistics", "is no cause of this case"),
        ("level: 1", "level: 1\nlevle: 2", "not known here"),
        ("    recorded: low", "    recorded: low\n    log: ../../secret", "inside the case's folder"),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in TEXT
    _, errors = read_case(written(tmp_path, TEXT.replace(old, new)))
    assert any(says in each.message and each.where.count(":") >= 2 for each in errors)


def test_the_case_in_the_documentation_is_worth_drilling(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    loaded, errors = read_case(written(tmp_path, text))
    assert errors == ()
    assert loaded is not None
    assert case_faults(loaded.case) == ()


def test_a_case_in_which_looking_never_pays_is_refused() -> None:
    faults = case_faults(coin(look_hours=9))
    assert any("nothing to learn" in each.hint.lower() for each in faults)


def test_a_case_whose_looks_do_not_tell_its_causes_apart_is_refused() -> None:
    faults = case_faults(coin(sure=0.5))
    assert any("tells 'left' from 'right'" in each.message for each in faults)


def test_of_two_cases_of_one_id_the_own_one_counts_and_a_mistyped_one_gets_a_hint() -> None:
    assert [each.id for each in case_folders(CASES)][-1] == "flat-evaluation"
    with pytest.raises(UsageError, match="Did you mean 'flat-evaluation'"):
        find_case("flat-evalution", CASES)
