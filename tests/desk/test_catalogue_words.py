from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from coach.desk.catalogue_words import CatalogueWords
from coach.playbook.compile import catalogue_for

if TYPE_CHECKING:
    import pytest


def test_without_a_full_text_index_nothing_is_recognised_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Without(sqlite3.Connection):
        def execute(self, *_: object) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("no such module: fts5")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, factory=Without))
    words = CatalogueWords(catalogue_for("deep-learning"))
    assert words.near("the learning rate is too high") == ()
    assert words.scores("the learning rate is too high") == {}
    assert words.alike("The disk", "the disk") == 1.0
