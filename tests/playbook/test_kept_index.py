"""A kept index of words says what a new one says, and counts only while nothing it depends on has changed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from coach.playbook import kept_index
from coach.playbook.words import shared_words
from tests.playbook.test_words import OTHERS, mode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from coach.playbook.words import Shared

MODES = (mode("kettle", says="The kettle sings."), mode("lamp", says="The lamp sings."), *OTHERS)
ASKED = "a singing kettle"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "coach"


@pytest.fixture
def expected(folder: Path) -> dict[str, Shared]:
    """What is said of the text, after which it is kept."""
    del folder
    return shared_words(ASKED, MODES, {})


def makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_index, "made", None)


def test_what_is_kept_is_taken_without_making_it(
    expected: dict[str, Shared], monkeypatch: pytest.MonkeyPatch
) -> None:
    makes_nothing(monkeypatch)

    assert shared_words(ASKED, MODES, {}) == expected


def test_texts_that_change_are_looked_up_anew(folder: Path, expected: dict[str, Shared]) -> None:
    changed = shared_words(ASKED, (mode("kettle", says="The kettle is cold."), *MODES[1:]), {})

    assert changed["kettle"].score < expected["kettle"].score
    assert len(list(folder.iterdir())) == 2


def test_only_those_made_last_are_kept(folder: Path) -> None:
    for at in range(kept_index.FILES + 2):
        shared_words(ASKED, (mode("kettle", says=f"The kettle sings, {at}."), *OTHERS), {})

    assert len(list(folder.iterdir())) == kept_index.FILES


@pytest.mark.parametrize("damage", ["", "half", "edited", "foreign", "no-index"])
def test_what_is_damaged_is_passed_over_and_made_anew(
    folder: Path, expected: dict[str, Shared], damage: str
) -> None:
    (place,) = folder.iterdir()
    whole = place.read_bytes()
    head, body = whole.split(b"\n", 1)
    place.write_bytes(
        {
            "": b"",
            "half": whole[: len(whole) // 2],
            "edited": whole.replace(b"kettle", b"pottle"),
            "foreign": b"\x80\x04\x95" + whole,
            "no-index": head + b"\n" + b"x" * len(body),
        }[damage]
    )

    assert shared_words(ASKED, MODES, {}) == expected
    assert len(place.read_bytes()) == len(whole)


def test_a_cache_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, expected: dict[str, Shared], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert shared_words(ASKED, MODES, {}) == expected


def test_an_sqlite_that_cannot_look_for_letters_or_keep_an_index_still_finds_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Older(sqlite3.Connection):
        def execute(self, question: str, given: Sequence[Any] = ()) -> sqlite3.Cursor:  # type: ignore[override]
            if "trigram" in question:
                raise sqlite3.OperationalError("no such tokenizer: trigram")
            return super().execute(question, given)

        def serialize(self, *, name: str = "main") -> bytes:
            raise AttributeError(name)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda place: connect(place, factory=Older))

    found = shared_words(ASKED, MODES, {})

    assert found["kettle"].score > found["lamp"].score
    assert not folder.exists()
