from __future__ import annotations

import os
import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.journal.session_id import (
    checked_session_id,
    is_session_id,
    new_session_id,
    resolved_session_id,
)
from tests.session.strategies import any_text

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moments, st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_a_new_id_is_a_valid_one_of_thirteen_characters(at: datetime, noise: int) -> None:
    made = new_session_id(at, noise)
    assert is_session_id(made)
    assert len(made) == 13


@given(moments, moments, st.integers(0, 8191), st.integers(0, 8191))
@settings(max_examples=200, deadline=None)
def test_ids_sort_as_their_sessions_began(one: datetime, other: datetime, a: int, b: int) -> None:
    seconds = [moment.replace(microsecond=0) for moment in (one, other)]
    if seconds[0] < seconds[1]:
        assert new_session_id(one, a) < new_session_id(other, b)


def test_an_id_of_an_earlier_version_is_valid_and_sorts_by_when_its_session_began() -> None:
    at = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
    older = "260314-89q85"
    assert checked_session_id(older) == older
    assert (
        new_session_id(at - timedelta(seconds=1), 8191) < older < new_session_id(at + timedelta(seconds=1), 0)
    )


def test_an_id_does_not_depend_on_where_one_is() -> None:
    here = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
    there = here.astimezone(timezone(timedelta(hours=9)))
    assert new_session_id(here, 5) == new_session_id(there, 5) == "260314-89q805"


def test_two_sessions_of_one_second_have_different_ids() -> None:
    at = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
    assert len({new_session_id(at, noise) for noise in range(8192)}) == 8192


HOSTILE = [
    "",
    ".",
    "..",
    "../x",
    "a/../../b",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "a.json",
    ".hidden",
    "-rf",
    "a-",
    "A",
    "a b",
    "a\n",
    "a\x00",
    "ä",
    "a\u202eb",
    "x" * 41,
    "x" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_name_another_file_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(UsageError, match="no session id") as refusal:
        checked_session_id(text)
    assert refusal.value.exit_code == 2
    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 500
    assert "coach list" in refusal.value.hint


@given(any_text)
@settings(max_examples=200, deadline=None)
def test_a_valid_id_is_a_plain_file_name_everywhere(text: str) -> None:
    if is_session_id(text):
        assert set(text) <= set(string.ascii_lowercase + string.digits + "-")
        assert os.path.basename(text) == text  # noqa: PTH119 - the claim is about the text


KNOWN = ("260314-89q85", "260314-8vaaa", "260315-0a1b2", "demo")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("260314-89q85", "260314-89q85"),
        ("260315", "260315-0a1b2"),
        ("260314-89", "260314-89q85"),
        ("89", "260314-89q85"),
        (" 0A1B ", "260315-0a1b2"),
        ("260315-", "260315-0a1b2"),
        ("d", "demo"),
    ],
)
def test_a_beginning_is_enough(text: str, meant: str) -> None:
    assert resolved_session_id(text, KNOWN) == meant


def test_the_whole_id_wins_over_longer_ones() -> None:
    assert resolved_session_id("demo", ["demo", "demo-2"]) == "demo"


def test_a_beginning_that_fits_several_lists_them() -> None:
    with pytest.raises(UsageError, match="several sessions: 260314-89q85, 260314-8vaaa\n"):
        resolved_session_id("260314", KNOWN)


def test_of_many_that_fit_some_are_listed_and_the_rest_counted() -> None:
    with pytest.raises(UsageError, match="a07 and 92 more\n"):
        resolved_session_id("a", [f"a{number:02d}" for number in range(100)])


@pytest.mark.parametrize("text", ["260316", "zzz"])
def test_a_beginning_that_fits_nothing_says_where_to_look(text: str) -> None:
    with pytest.raises(UsageError, match="there is no session") as refusal:
        resolved_session_id(text, KNOWN)
    assert "coach list" in refusal.value.hint
