from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from coach.journal.journal import Journal
from tests.journal.test_seal_chain import A, B, forged, less_likely, sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


@pytest.fixture
def journal(home: Path) -> Journal:
    journal = Journal.at(home)
    sealed(journal, A, 0)
    sealed(journal, B, 1)
    return journal


def test_a_code_that_was_pasted_into_a_chat_finds_its_seal_until_something_before_it_is_changed(
    typed: Callable[..., Said], journal: Journal
) -> None:
    printed = typed("seal", A).out
    code = re.search(r"code: ([0-9a-z-]{24})\n", printed)
    assert code is not None
    found = typed("verify", "--code", code[1].upper().replace("-", " "))
    assert found.status == 0
    assert f"{A}: sealed 2026-03-14 09:00 UTC, code {code[1]}" in found.out
    forged(journal, A, less_likely)
    lost = typed("verify", "--code", code[1])
    assert lost.status == 1
    assert "was changed, or is elsewhere" in lost.err


def test_without_a_session_the_newest_seal_is_meant(typed: Callable[..., Said], journal: Journal) -> None:
    assert len(journal.ids()) == 2
    assert json.loads(typed("seal", "--json").out)["session"] == B
    assert typed("seal", "--trailer").out.startswith(f"Coach-Seal: {B} ")


def test_where_nothing_is_sealed_there_is_no_code(typed: Callable[..., Said], home: Path) -> None:
    assert not (home / "sessions").exists()
    said = typed("seal")
    assert said.status == 2
    assert "nothing is sealed there yet" in said.err


def test_verify_says_what_does_not_vouch_as_plainly_as_what_does(
    typed: Callable[..., Said], journal: Journal
) -> None:
    assert "Something outside vouches for 0 of 2 seals" in typed("verify").out
    assert typed("verify", "--seals").out.count("nothing outside this journal vouches for it") == 2
    (link,) = json.loads(typed("verify", B, "--json").out)["seals"]
    start = {"session": B, "started_at": "2026-03-14T12:10:00+00:00", "seals": [[link["seal"], link["code"]]]}
    run = journal.root / "runs" / "r260314-121000-ab" / "start.json"
    run.parent.mkdir(parents=True)
    run.write_text(json.dumps(start))
    said = typed("verify", A, B)
    assert said.out.count("vouched for by run r260314-121000-ab, started 2026-03-14 12:10 UTC") == 2
    assert said.status == 0


def test_a_seal_that_does_not_fit_the_next_one_must_be_acted_upon(
    typed: Callable[..., Said], journal: Journal
) -> None:
    forged(journal, A, less_likely)
    said = typed("verify")
    assert said.status == 1
    assert (
        f"{A}: changed: this seal is not the one that the seal of 2026-03-14 10:00 UTC in session {B}"
        in said.out
    )
