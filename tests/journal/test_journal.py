from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import CoachError, JournalError, UsageError
from coach.journal.journal import Journal
from coach.session.canonical import canonical
from coach.session.event.common import Noted
from coach.session.fold import merge
from tests.journal.sessions import ONE, OTHER, as_written, content, event, noted, opened, session
from tests.session.strategies import event_lists

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from coach.session.event import Event

slow_disk = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.at(tmp_path / "journal")


def test_what_was_created_is_loaded(journal: Journal) -> None:
    events = session()
    assert content(journal.create(ONE, events)) == content(events)
    assert content(journal.load(ONE)) == content(events)
    assert content(Journal.at(journal.root).load(ONE)) == content(events)


def test_what_was_appended_is_loaded_in_order(journal: Journal) -> None:
    journal.create(ONE, session(2))
    assert content(journal.append(ONE, [noted(3)])) == content((*session(2), noted(3)))
    assert content(journal.append(ONE, [noted(2)])) == content((*session(3), noted(3)))
    assert content(Journal.at(journal.root).load(ONE)) == content((*session(3), noted(3)))


@given(event_lists().filter(bool), st.integers(0, 12))
@slow_disk
def test_saving_in_any_two_parts_and_loading_is_identity(
    tmp_path_factory: pytest.TempPathFactory, events: tuple[Event, ...], cut: int
) -> None:
    journal = Journal.at(tmp_path_factory.mktemp("journal"))
    first, rest = events[: max(1, cut)], events[max(1, cut) :]
    journal.create(ONE, first)
    journal.append(ONE, rest)
    loaded = Journal.at(journal.root).load(ONE)
    assert [canonical(each) for each in loaded] == [canonical(each) for each in merge(events)]
    assert [canonical(each) for each in journal.load(ONE)] == [canonical(each) for each in loaded]
    assert [finding for finding in journal.verify(ONE) if finding.kind != "seal"] == []


@given(event_lists().filter(bool), st.randoms(use_true_random=False))
@slow_disk
def test_equal_sessions_have_equal_files_however_they_came_about(
    tmp_path_factory: pytest.TempPathFactory, events: tuple[Event, ...], random: Random
) -> None:
    one, other = (Journal.at(tmp_path_factory.mktemp("journal")) for _ in range(2))
    one.create(ONE, events)
    shuffled = random.sample(events, len(events))
    other.create(ONE, shuffled[:1])
    for each in shuffled[1:]:
        other.append(ONE, [each])
    assert one.path_of(ONE).read_bytes() == other.path_of(ONE).read_bytes()


def test_appending_what_is_there_already_changes_nothing(journal: Journal) -> None:
    journal.create(ONE, session())
    before = as_written(journal, ONE)
    assert content(journal.append(ONE, session())) == content(session())
    assert content(journal.append(ONE, [])) == content(session())
    assert as_written(journal, ONE) == before


def test_two_journals_over_one_folder_see_each_others_events(journal: Journal) -> None:
    other = Journal.at(journal.root)
    journal.create(ONE, session(1))
    for place in range(1, 20):
        (journal, other)[place % 2].append(ONE, [noted(place)])
    assert content(journal.load(ONE)) == content(other.load(ONE)) == content(session(20))


def test_other_sessions_are_not_touched(journal: Journal) -> None:
    journal.create(ONE, session())
    before = as_written(journal, ONE)
    journal.create(OTHER, session(2))
    journal.append(OTHER, [noted(9)])
    assert as_written(journal, ONE) == before
    assert journal.ids() == (ONE, OTHER)


def test_an_id_under_which_something_else_was_said_is_refused_and_nothing_is_added(journal: Journal) -> None:
    journal.create(ONE, session())
    clash = event(1, Noted(text="something else"), name=session()[1].id)
    with pytest.raises(JournalError, match="something else under the id"):
        journal.append(ONE, [noted(7), clash])
    assert content(journal.load(ONE)) == content(session())


def test_a_session_is_created_once(journal: Journal) -> None:
    journal.create(ONE, session())
    with pytest.raises(JournalError, match="already"):
        journal.create(ONE, [opened("another")])
    assert content(journal.load(ONE)) == content(session())


def test_a_session_begins_with_an_event(journal: Journal) -> None:
    with pytest.raises(JournalError):
        journal.create(ONE, [])
    assert journal.ids() == ()


@pytest.mark.parametrize("call", ["load", "append", "verify", "export"])
def test_a_session_that_is_not_there_is_said_not_to_be(journal: Journal, call: str) -> None:
    arguments = ([noted(1)],) if call == "append" else ()
    with pytest.raises(JournalError, match="there is no session") as refusal:
        getattr(journal, call)(ONE, *arguments)
    assert refusal.value.exit_code == 4
    assert "coach list" in refusal.value.hint


@pytest.mark.parametrize("call", ["load", "append", "create", "verify", "export", "resolve", "path_of"])
@pytest.mark.parametrize("name", ["../../outside", "..", "a/b", "", "x\x00"])
def test_no_name_leads_out_of_the_journal(journal: Journal, call: str, name: str) -> None:
    arguments = ([opened()],) if call in {"append", "create"} else ()
    with pytest.raises(UsageError):
        getattr(journal, call)(name, *arguments)
    assert not journal.root.exists()


def test_looking_at_a_journal_makes_nothing(journal: Journal) -> None:
    assert journal.ids() == ()
    assert journal.summaries() == ()
    with pytest.raises(CoachError):
        journal.load(ONE)
    assert not journal.root.exists()


def test_a_file_in_place_of_the_journal_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file")
    journal = Journal.at(tmp_path / "journal")
    for call in (journal.ids, journal.summaries, lambda: journal.create(ONE, session())):
        with pytest.raises(JournalError, match="a file where the journal needs a folder"):
            call()


def test_a_megabyte_of_brackets_is_kept(journal: Journal) -> None:
    text = "[/" * 2**19 + "\x1b[2J\u202e"
    journal.create(ONE, [opened(text), noted(1, text)])
    assert content(Journal.at(journal.root).load(ONE)) == content((opened(text), noted(1, text)))
    assert journal.verify(ONE) == ()
    assert len(journal.summaries()[0].title) <= 200
