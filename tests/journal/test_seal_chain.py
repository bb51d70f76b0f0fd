"""Seals hold one another across the journal, and what outside knew of them holds the journal."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from coach.desk.stamp import Stamp
from coach.journal.chain import heads_of
from coach.journal.checksum import checksum_of
from coach.journal.git_witness import add_note, git_witnesses, trailer_of
from coach.journal.inspection import Inspection
from coach.journal.journal import Journal
from coach.journal.storage import Spelling
from coach.session.canonical import checksum
from coach.session.event import Event, events_from_data
from coach.session.event.common import Opened, Sealed
from coach.session.event.premortem import PredictionMade
from coach.session.fold import fold
from coach.session.seal import digest, seal
from coach.session.seal_chain import MOST_HEADS, links
from coach.session.witness import Held, Witness, held_at, vouchers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.journal.inspection import SealVerdict

START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
A, B, C = "260314-aaaaa0", "260314-bbbbb0", "260314-ccccc0"


def sealed(journal: Journal, session: str, hour: float) -> None:
    """Write a session that was sealed some hours after the start, as the desk does."""
    ticks = iter(range(1000))
    stamp = Stamp(
        by="mira",
        now=lambda: START + timedelta(hours=hour, seconds=next(ticks)),
        heads=lambda: heads_of(journal),
    )
    made = PredictionMade(prediction="p1", text="final(eval/return) >= 18", probability=0.7, role="success")
    first = stamp.events((Opened(method="premortem", title=session, playbook=""), made), after=())
    journal.create(session, first)
    journal.append(session, stamp.events((seal(fold(first), "premortem"),), after=first))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal.at(tmp_path / "project" / ".coach")
    for hour, session in enumerate((A, B, C)):
        sealed(journal, session, hour)
    return journal


def inspected(
    journal: Journal, *named: str, beside: Sequence[Path] = ()
) -> tuple[list[tuple[str, str]], list[SealVerdict]]:
    """Give (session, kind) of everything found, and the seals."""
    look = Inspection(journal, named, beside)
    files = list(look.files())
    across, seals = look.seals()
    found = [(each.session, finding.kind) for each in (*files, *across) for finding in each.findings]
    return found, list(seals)


def forged(journal: Journal, session: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a session's file by hand, and recompute every checksum, digest and seal in it."""
    path = journal.path_of(session)
    data = json.loads(path.read_bytes())
    change(data)
    events = [document["event"] for document in data["events"].values()]
    by_id = {event.id: event for event in events_from_data(events)}
    for document in data["events"].values():
        body = document["event"]["body"]
        if body["kind"] == "sealed":
            body["digest"] = digest(by_id[each] for each in body["covers"])
        document["sha256"] = checksum_of(document["event"])
    del data["summary"]
    path.write_bytes(Spelling().spell(data))
    path.unlink()
    journal.create(session, events_from_data([document["event"] for document in data["events"].values()]))


def less_likely(data: dict[str, Any]) -> None:
    """Hindsight: it was never thought to succeed."""
    data["events"]["2"]["event"]["body"]["probability"] = 0.1


def the_seal(journal: Journal, session: str) -> Event:
    return next(event for event in journal.load(session) if isinstance(event.body, Sealed))


def test_each_seal_names_the_one_before_it_in_the_journal(journal: Journal) -> None:
    first, second, third = (the_seal(journal, session).body for session in (A, B, C))
    assert isinstance(first, Sealed)
    assert isinstance(second, Sealed)
    assert isinstance(third, Sealed)
    assert first.after == ()
    assert [(seen.session, seen.checksum) for seen in second.after] == [(A, checksum(the_seal(journal, A)))]
    assert [seen.session for seen in third.after] == [B]
    assert inspected(journal)[0] == []


def test_a_seal_recomputed_over_an_edited_entry_is_not_the_one_that_the_next_covers(journal: Journal) -> None:
    forged(journal, A, less_likely)
    assert journal.verify(A) == ()  # the file alone cannot tell
    assert inspected(journal)[0] == [(A, "changed")]
    assert inspected(journal, A)[0] == [(A, "changed")]
    assert inspected(journal, C)[0] == []


def test_an_older_copy_of_a_session_lacks_a_seal_that_a_later_one_covers(journal: Journal) -> None:
    older = journal.load(A)[:2]
    journal.path_of(A).unlink()
    journal.create(A, older)
    assert journal.verify(A) == ()
    assert inspected(journal)[0] == [(A, "gone")]


def test_a_session_that_was_never_taken_in_is_not_missed(journal: Journal) -> None:
    journal.path_of(A).unlink()
    assert inspected(journal)[0] == []


def test_a_seal_added_afterwards_is_passed_over_by_those_that_say_they_are_later(journal: Journal) -> None:
    backdated = "260314-zzzzz0"
    sealed(Journal.at(journal.root.parent / "elsewhere"), backdated, 0.5)
    shutil.copy(Journal.at(journal.root.parent / "elsewhere").path_of(backdated), journal.path_of(backdated))
    found, seals = inspected(journal)
    assert found == []
    assert {each.link.session for each in seals if each.is_passed_over} == {backdated}
    assert {each.link.session for each in seals if each.witnesses} == set()


def test_a_run_that_started_later_and_did_not_know_a_seal_speaks_against_it(journal: Journal) -> None:
    known = links(A, journal.load(A))
    record = {"session": A, "started_at": (START + timedelta(hours=5)).isoformat(), "seals": []}
    folder = journal.root / "runs" / "r260314-140000-ab"
    folder.mkdir(parents=True)
    (folder / "start.json").write_text(json.dumps(record))
    assert inspected(journal)[0] == [(A, "backdated")]
    (folder / "start.json").write_text(
        json.dumps({**record, "seals": held_at(known, START + timedelta(hours=5))})
    )
    found, seals = inspected(journal)
    assert found == []
    assert {each.link.session: [w.name for w in each.witnesses] for each in seals} == {
        A: ["r260314-140000-ab"],
        B: [],
        C: [],
    }


@pytest.mark.parametrize(
    "record",
    [b"", b"[]", b'{"session": 1, "started_at": "x"}', b'{"session": "a", "started_at": "2026-01-01"}'],
)
def test_a_record_of_a_run_that_says_nothing_of_seals_is_passed_over(journal: Journal, record: bytes) -> None:
    folder = journal.root / "runs" / "r1"
    folder.mkdir(parents=True)
    (folder / "start.json").write_bytes(record)
    assert inspected(journal)[0] == []


def test_a_seal_made_with_the_clock_set_back_covers_one_that_says_it_is_later(journal: Journal) -> None:
    sealed(journal, "260314-ddddd0", 1.5)
    assert inspected(journal)[0] == [("260314-ddddd0", "clock")]


def test_a_doctored_copy_that_was_merged_is_found_whichever_of_the_two_is_kept(
    journal: Journal, tmp_path: Path
) -> None:
    for probability in (0.1, 0.2, 0.3, 0.9):
        copy = Journal.at(tmp_path / f"copy-{probability}")
        shutil.copytree(journal.root, copy.root)

        def change(data: dict[str, Any], *, to: float = probability) -> None:
            data["events"]["2"]["event"]["body"]["probability"] = to

        forged(copy, A, change)
        mine = Journal.at(tmp_path / f"mine-{probability}")
        shutil.copytree(journal.root, mine.root)
        merged = mine.merge_file(copy.path_of(A))
        assert merged.differing
        kept = the_seal(mine, A) == the_seal(journal, A) and mine.load(A)[1] == journal.load(A)[1]
        assert kept or inspected(mine)[0]


def test_a_seal_after_a_merge_names_the_newest_of_both_machines(journal: Journal, tmp_path: Path) -> None:
    other = Journal.at(tmp_path / "other")
    shutil.copytree(journal.root, other.root)
    sealed(journal, "260314-ddddd0", 3)
    sealed(other, "260314-eeeee0", 3.5)
    journal.merge_file(other.path_of("260314-eeeee0"))
    sealed(journal, "260314-fffff0", 4)
    body = the_seal(journal, "260314-fffff0").body
    assert isinstance(body, Sealed)
    assert [seen.session for seen in body.after] == ["260314-ddddd0", "260314-eeeee0"]
    found, seals = inspected(journal)
    assert found == []
    assert not any(each.is_passed_over for each in seals)


def test_in_whatever_order_journals_are_merged_the_chain_is_the_same(
    journal: Journal, tmp_path: Path
) -> None:
    copies = []
    for place, name in enumerate(("d", "e", "f")):
        copy = Journal.at(tmp_path / f"copy-{name}")
        shutil.copytree(journal.root, copy.root)
        sealed(copy, f"260314-{name * 5}0", 3 + place)
        copies.append(copy)
    seen = set()
    for number, order in enumerate(permutations(copies)):
        here = Journal.at(tmp_path / f"merged-{number}")
        for copy in (*order, order[0]):
            for session in copy.ids():
                here.merge_file(copy.path_of(session))
        found, _ = inspected(here)
        seen.add((heads_of(here), tuple(found)))
    assert len(seen) == 1
    assert [each.session for each in next(iter(seen))[0]] == [
        "260314-ddddd0",
        "260314-eeeee0",
        "260314-fffff0",
    ]


def test_of_many_heads_the_newest_are_named_and_the_rest_by_the_seals_that_follow(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    many = MOST_HEADS + 5
    for number in range(many):
        alone = Journal.at(tmp_path / "alone" / str(number))
        sealed(alone, f"260314-{number:05d}0", number / 100)
        journal.merge_file(alone.path_of(f"260314-{number:05d}0"))
    assert len(heads_of(journal)) == MOST_HEADS
    sealed(journal, A, 10)
    assert len(heads_of(journal)) == 1 + 5
    sealed(journal, B, 11)
    assert [each.session for each in heads_of(journal)] == [B]


def test_seals_of_earlier_versions_are_read_and_covered_from_the_first_new_one_on(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    sealed(journal, A, 0)
    older = tuple(event.model_copy(update={"v": 5}) for event in journal.load(A)[:2])
    old_seal = seal(fold(older), "premortem")
    assert "after" not in json.loads(old_seal.model_dump_json(exclude_defaults=True))
    journal.path_of(A).unlink()
    journal.create(A, (*older, replace_body(the_seal_of(older), old_seal)))
    assert inspected(journal)[0] == []
    sealed(journal, B, 1)
    body = the_seal(journal, B).body
    assert isinstance(body, Sealed)
    assert [seen.session for seen in body.after] == [A]


def the_seal_of(events: Sequence[Event]) -> Event:
    last = events[-1]
    return last.model_copy(update={"id": f"{last.id}z", "at": last.at + timedelta(seconds=9), "v": 5})


def replace_body(event: Event, body: Sealed) -> Event:
    return event.model_copy(update={"body": body})


def git(folder: Path, *words: str) -> str:
    names = ("-c", "user.name=Mira", "-c", "user.email=mira@example.org")
    made = subprocess.run(
        ["git", *names, "-C", str(folder), *words], capture_output=True, text=True, check=True
    )
    return made.stdout


@pytest.fixture
def project(journal: Journal) -> Path:
    """Give the project of the journal as a repository with one commit."""
    folder = journal.root.parent
    git(folder, "init", "-q")
    (folder / "train.py").write_text("print()\n")
    git(folder, "add", "train.py")
    git(folder, "commit", "-qm", "a start")
    return folder


def rewritten(journal: Journal) -> None:
    """Change what was sealed first and write every later seal anew, so that the journal fits itself."""
    forged(journal, A, less_likely)
    for session, before in ((B, A), (C, B)):
        wanted = checksum(the_seal(journal, before))

        def change(data: dict[str, Any], *, to: str = wanted) -> None:
            for document in data["events"].values():
                for seen in document["event"]["body"].get("after", ()):
                    seen["checksum"] = to

        forged(journal, session, change)


def test_a_chain_that_was_written_anew_as_a_whole_fits_itself_and_nothing_vouches_for_it(
    journal: Journal,
) -> None:
    rewritten(journal)
    found, seals = inspected(journal)
    assert found == []
    assert [each.witnesses for each in seals] == [(), (), ()]


@pytest.mark.parametrize("how", ["trailer", "committed", "note"])
def test_git_vouches_for_a_seal_and_for_those_before_it(
    journal: Journal, project: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Mira")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "mira@example.org")
    (link,) = links(B, journal.load(B))
    if how == "trailer":
        git(project, "commit", "-q", "--allow-empty", "-m", f"go\n\n{trailer_of(link)}")
    elif how == "note":
        add_note(project, trailer_of(link))
    else:
        git(project, "add", "-f", str(journal.path_of(B)))
        git(project, "commit", "-qm", "the journal")
    found, seals = inspected(journal)
    assert found == []
    kind = "git note" if how == "note" else "git commit"
    assert {each.link.session: [w.kind for w in each.witnesses] for each in seals} == {
        A: [kind],
        B: [kind],
        C: [],
    }
    rewritten(journal)
    found, seals = inspected(journal)
    assert found == [(B, "changed")]
    assert not any(each.witnesses for each in seals)


def test_an_older_copy_of_the_whole_journal_lacks_a_seal_that_git_knows(
    journal: Journal, project: Path, tmp_path: Path
) -> None:
    shutil.copytree(journal.root, tmp_path / "older")
    before = journal.load(C)[:2]
    (link,) = links(C, journal.load(C))
    git(project, "commit", "-q", "--allow-empty", "-m", f"go\n\n{trailer_of(link)}")
    journal.path_of(C).unlink()
    journal.create(C, before)
    assert inspected(journal)[0] == [(C, "gone")]


def test_a_commit_that_was_pushed_is_said_to_be_elsewhere(
    journal: Journal, project: Path, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q", "--bare", "remote")
    (link,) = links(B, journal.load(B))
    git(project, "commit", "-q", "--allow-empty", "-m", f"go\n\n{trailer_of(link)}")
    assert [each.is_elsewhere for each in git_witnesses(journal.root, ())] == [False]
    git(project, "push", "-q", str(tmp_path / "remote"), "HEAD:main")
    git(project, "remote", "add", "origin", str(tmp_path / "remote"))
    git(project, "fetch", "-q", "origin")
    assert [each.is_elsewhere for each in git_witnesses(journal.root, ())] == [True]


def test_without_git_and_without_a_repository_nothing_vouches(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert git_witnesses(journal.root, ()) == ()
    monkeypatch.setenv("PATH", "")
    assert git_witnesses(journal.root, (journal.root,)) == ()


def test_the_earliest_witness_of_a_kind_is_named(journal: Journal) -> None:
    known = [link for session in (A, B, C) for link in links(session, journal.load(session))]
    late, early = (
        Witness("git commit", name, START + timedelta(hours=hours), (Held(C, known[2].seal, known[2].code),))
        for name, hours in (("late", 9), ("early", 5))
    )
    found = vouchers(known, (late, early))
    assert {name: [each.name for each in who] for name, who in found.items()} == {
        link.name: ["early"] for link in known
    }
    wrong = replace_held(early, code="0000-0000-0000-0000-0000")
    assert vouchers(known, (wrong,)) == {}


def replace_held(witness: Witness, *, code: str) -> Witness:
    return witness._replace(holds=tuple(held._replace(code=code) for held in witness.holds))
