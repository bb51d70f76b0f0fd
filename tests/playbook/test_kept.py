"""Kept catalogues are what compiling gives, and count only while nothing they depend on has changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.errors import PlaybookError
from coach.playbook import kept
from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import PlaybookFile
from tests.playbook.test_loading import MINIMAL

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.catalogue import Catalogue


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[PlaybookFile]:
    """One playbook of one's own, and a cache folder that is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "mine.yaml"
    path.write_text(MINIMAL)
    return [PlaybookFile(id="mine", path=path)]


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "coach").iterdir())


def anew(shelf: list[PlaybookFile]) -> Catalogue:
    """Give what a program that has just started gives."""
    kept._kept.cache_clear()
    return kept.catalogue_for("mine", shelf)


def test_what_is_kept_is_what_compiling_gives(catalogues: dict[str, Catalogue]) -> None:
    assert dict(kept.Decoded(json.loads(json.dumps(kept.encoded(catalogues))))) == catalogues


def test_what_is_kept_is_taken_without_compiling(
    shelf: list[PlaybookFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = anew(shelf)
    monkeypatch.setattr("coach.playbook.compile.compile_file", None)

    assert anew(shelf) == made


def test_a_playbook_that_changes_is_compiled_again(shelf: list[PlaybookFile]) -> None:
    before = anew(shelf)
    shelf[0].path.write_text(MINIMAL.replace("Keeps everything", "Keeps it all up"))

    assert [before.failure_modes[0].name, anew(shelf).failure_modes[0].name] == [
        "Keeps everything",
        "Keeps it all up",
    ]


def test_shelves_that_are_used_in_turn_are_each_compiled_once(
    shelf: list[PlaybookFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere" / "mine.yaml"
    other.parent.mkdir()
    other.write_text(MINIMAL.replace("Keeps everything", "Keeps nothing"))
    theirs = [PlaybookFile(id="mine", path=other)]
    made = [anew(shelf), anew(theirs)]
    monkeypatch.setattr("coach.playbook.compile.compile_file", None)

    assert [anew(shelf), anew(theirs)] == made


def test_only_the_shelves_made_last_are_kept(shelf: list[PlaybookFile], tmp_path: Path) -> None:
    for at in range(kept.SHELVES + 2):
        shelf[0].path.write_text(MINIMAL.replace("Keeps everything", f"Keeps {at} of them"))
        anew(shelf)

    assert len(files(tmp_path)) == kept.SHELVES


@pytest.mark.parametrize("damage", ["", "half", "edited", "foreign", "nested"])
def test_what_is_damaged_is_passed_over_and_made_anew(
    shelf: list[PlaybookFile], tmp_path: Path, damage: str
) -> None:
    anew(shelf)
    (place,) = files(tmp_path)
    whole = place.read_bytes()
    place.write_bytes(
        {
            "": b"",
            "half": whole[: len(whole) // 2],
            "edited": whole.replace(b"Keeps everything", b"Keeps nothing at"),
            "foreign": b"\x80\x04\x95" + whole,
            "nested": whole.split(b"\n")[0] + b"\n" + b"[" * 100_000,
        }[damage]
    )

    assert anew(shelf) == catalogue_for("mine", shelf)
    assert place.read_bytes() == whole


def test_a_cache_folder_that_cannot_be_written_costs_nothing_but_time(
    shelf: list[PlaybookFile], tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file")

    assert anew(shelf) == catalogue_for("mine", shelf)


def test_a_fault_is_told_each_time(shelf: list[PlaybookFile]) -> None:
    shelf[0].path.write_text("schema: coach.playbook/2\n")

    for _ in range(2):
        with pytest.raises(PlaybookError, match="missing"):
            anew(shelf)
