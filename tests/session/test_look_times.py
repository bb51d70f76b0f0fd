from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.look_times import agreed_looks

BEGUN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("At one hour for the tripwires, then only when it has ended.", [1]),
        ("after 90 min", [1.5]),
        ("after 30 minutes and after 2 h", [0.5, 2]),
        ("every 6 h", [6, 12, 18, 24]),
        ("at 14:30", [5.5]),
        ("at 08:00", [23]),
        ("when it is done", []),
        ("", []),
        ("kl 0.1:20 is no time", []),
        ("every hour", list(range(1, 25))),
    ],
)
def test_looks_are_read_out_of_the_words_people_agree_in(text: str, hours: list[float]) -> None:
    found = agreed_looks(text).between(BEGUN, BEGUN + DAY)
    assert [(moment - BEGUN) / timedelta(hours=1) for moment in found] == hours


def test_the_next_look_is_the_first_that_is_still_to_come() -> None:
    agreed = agreed_looks("after 1 h and at 14:30")
    assert agreed.next(BEGUN, BEGUN) == BEGUN + timedelta(hours=1)
    assert agreed.next(BEGUN, BEGUN + timedelta(hours=1)) == BEGUN + timedelta(hours=5.5)
    assert agreed_looks("after 1 h").next(BEGUN, BEGUN + timedelta(hours=2)) is None


@given(st.text(max_size=60), st.integers(0, 10**6))
def test_no_words_are_an_error(text: str, seconds: int) -> None:
    looks = agreed_looks(text)
    now = BEGUN + timedelta(seconds=seconds)
    following = looks.next(BEGUN, now)
    assert following is None or following > now
