"""Who else has a session open: seen within a beat, gone after seconds, and never a reason to fail."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from coach.journal.presence import LARGEST, STALE_S, Presence, Present, presence_folder

if TYPE_CHECKING:
    from pathlib import Path

SESSION = "260314-89q805"


@pytest.fixture
def ana(tmp_path: Path) -> Presence:
    here = Presence(tmp_path, SESSION, "ana")
    here.tell("")
    return here


def test_each_sees_the_other_and_how_far_they_are(ana: Presence, tmp_path: Path) -> None:
    ben = Presence(tmp_path, SESSION, "ben")
    ben.tell("Odds, 3 of 5")
    assert ana.others() == (Present("ben", "Odds, 3 of 5"),)
    assert ben.others() == (Present("ana", ""),)


def test_who_leaves_is_gone_at_once(ana: Presence, tmp_path: Path) -> None:
    ben = Presence(tmp_path, SESSION, "ben")
    ben.tell("")
    ben.leave()
    assert ana.others() == ()


def test_who_gives_no_sign_of_life_is_gone_after_seconds(ana: Presence, tmp_path: Path) -> None:
    Presence(tmp_path, SESSION, "ben").tell("")
    ana.tell("")
    for file in presence_folder(tmp_path, SESSION).iterdir():
        if b"ben" in file.read_bytes():
            at = file.stat().st_mtime - STALE_S - 1
            os.utime(file, (at, at))
    assert ana.others() == ()


def test_another_session_is_another_room(ana: Presence, tmp_path: Path) -> None:
    Presence(tmp_path, "260314-other", "ben").tell("")
    assert ana.others() == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"by": 3, "doing": ""}', b"\xff", b"[" * 1500, b" " * (LARGEST + 1)],
    ids=["empty", "broken", "list", "number", "binary", "nested", "large"],
)
def test_a_file_that_is_no_presence_is_nobody(ana: Presence, tmp_path: Path, content: bytes) -> None:
    (presence_folder(tmp_path, SESSION) / "x.json").write_bytes(content)
    assert ana.others() == ()


def test_a_disk_that_refuses_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    here = Presence(tmp_path, SESSION, "ana")
    here.tell("")
    assert here.others() == ()
    here.leave()


def test_long_names_are_cut(ana: Presence, tmp_path: Path) -> None:
    Presence(tmp_path, SESSION, "b" * 500).tell("c" * 500)
    assert ana.others() == (Present("b" * 60, "c" * 60),)
