"""What is imported when: `coach list` and `coach note` stay quick."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from coach.journal.journal import Journal
from tests.journal.sessions import ONE, session

if TYPE_CHECKING:
    from pathlib import Path

LIST = """
import sys
from pathlib import Path
from coach.journal.journal import Journal
from coach.journal.place import journal_place
journal = Journal.at(Path(sys.argv[1]))
assert len(journal.summaries()) == 1 and journal.resolve("26") == journal.ids()[0]
"""
WRITE = (
    LIST
    + """
from tests.journal.sessions import noted
journal.append(journal.ids()[0], [noted(9)])
journal.verify(journal.ids()[0])
"""
)
HEAVY = "numpy scipy pandas tensorboard tbparse textual rich yaml"


@pytest.mark.parametrize(
    ("program", "absent"),
    [(LIST, f"{HEAVY} pydantic tinydb filelock platformdirs"), (WRITE, HEAVY)],
    ids=["listing", "writing"],
)
def test_only_what_is_needed_is_imported(tmp_path: Path, program: str, absent: str) -> None:
    Journal.at(tmp_path).create(ONE, session())
    check = f"\nprint(*sorted(set({absent.split()!r}) & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", program + check, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert found.stdout.split() == []
