"""What another terminal may know of how far one is: a part of the walk and counts, never an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.tui.draft import Address, Drafts
from coach.tui.progress import progress_of
from tests.desk.test_pairing import DOUBT, at_the_doubt, says

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.walk import Walk


@pytest.fixture
def ana(tmp_path: Path) -> Walk:
    desk = Coach(Journal.at(tmp_path), Stamp(by="ana"))
    return desk.walk(at_the_doubt(desk, "ana", "ben", keyboard="").session_id, here=("ana",))


def test_what_is_written_is_counted_and_not_told(ana: Walk) -> None:
    drafts = Drafts()
    before = progress_of(ana, drafts)
    assert not any(character.isdigit() for character in before)
    drafts.keep(Address(ana.session_id, DOUBT), {"level": "somewhat", "chance": "61.37%"})
    told = progress_of(ana, drafts)
    assert told == f"{before}, 1 of 1"
    assert "61" not in told


def test_what_was_written_for_another_question_is_not_counted(ana: Walk) -> None:
    drafts = Drafts()
    drafts.keep(Address(ana.session_id, "frame.run-length"), "10h")
    assert "of" not in progress_of(ana, drafts)


def test_who_has_answered_alone_is_said_to_have(ana: Walk) -> None:
    says(ana, "61%")
    told = progress_of(ana, Drafts())
    assert told.endswith(", answered")
    assert "61" not in told
