from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.session.drill.events import Scored
from coach.session.drill.next_case import KnownCase, Played, due_kinds, next_case

DAY_0 = datetime(2026, 1, 1, tzinfo=UTC)
CASES = [
    *(KnownCase(f"value-{at}", "value-based", 1 + at % 3) for at in range(6)),
    *(KnownCase(f"sup-{at}", "supervised", 1 + at % 3) for at in range(4)),
]


def done(case: str, *, day: float, well: bool = True, kind: str = "", help_: str = "alone") -> Played:
    """A drill that ended on a day."""
    at = DAY_0 + timedelta(days=day)
    scored = Scored(named=well, solved=True, wasted=0, hours=8, best_expected=8)
    kind = kind or next(each.kind for each in CASES if each.id == case)
    return Played(f"{day:06}", case, kind, help_, "", at, at, scored)  # type: ignore[arg-type]


def begun() -> list[Played]:
    """The six drills before the mixed ones, all gone well."""
    ids = ["value-0", "value-3", "sup-0", "value-1", "value-4", "value-2"]
    return [done(each, day=at / 100) for at, each in enumerate(ids)]


def test_one_case_is_worked_two_are_faded_and_three_of_a_kind_follow() -> None:
    played: list[Played] = []
    helps, kinds = [], []
    for at in range(6):
        found = next_case(CASES, played, DAY_0)
        assert found is not None
        helps.append(found.help)
        played.append(done(found.case, day=at / 100, help_=found.help))
        kinds.append(played[-1].kind)
    assert helps == ["worked", "faded", "faded", "alone", "alone", "alone"]
    assert len(set(kinds[3:])) == 1
    assert len({each.case for each in played}) == 6


def test_a_kind_that_went_badly_comes_back_after_one_day_with_a_fresh_case() -> None:
    played = [*begun(), done("sup-1", day=1, well=False), done("value-5", day=1.1)]
    early, later = (next_case(CASES, played, DAY_0 + timedelta(days=day)) for day in (1.5, 2.0))
    assert early is not None
    assert "due" not in early.why
    assert later is not None
    assert later.case in {"sup-2", "sup-3"}
    assert "due" in later.why


def test_the_waits_grow_while_it_goes_well_and_a_kind_that_passed_all_of_them_is_gone() -> None:
    played, day = [done("sup-0", day=0, well=False)], 0.0
    waits = []
    while due := due_kinds(played):
        waits.append((due["supervised"] - played[-1].started).days)
        day += waits[-1]
        played.append(done("sup-1", day=day))
    assert waits == [1, 3, 7, 21]


def test_where_every_case_was_done_the_one_done_longest_ago_comes_back() -> None:
    few = CASES[:1]
    found = next_case(few, [done("value-0", day=at) for at in range(7)], DAY_0 + timedelta(days=8))
    assert found is not None
    assert found.case == "value-0"


def test_without_cases_nothing_comes() -> None:
    assert next_case([], [], DAY_0) is None
