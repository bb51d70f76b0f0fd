"""Blind answers at the desk: committed to in the session, kept in their author's cache, opened together."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.errors import AnsweredSinceError, AnswerError, JournalError
from coach.journal.journal import Journal
from coach.journal.private import PrivateAnswers, Secret
from coach.session.event.pairing import BlindCommitted, Dissented, Paired, Revealed
from coach.session.event.premortem import DoubtRated

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Walk

DOUBT = "doubt.round-1"
FRAME: dict[str, object] = {
    "plan.question": "q",
    "frame.run-length": "10h",
    "frame.run-price": "",
    "plan.both-outcomes": "x",
    "plan.logs": "",
}


def at_the_doubt(desk: Coach, *names: str, keyboard: str = "ana") -> Walk:
    walk = desk.begin("premortem", title="a run", playbook="deep-learning")
    walk.pair_with(names or ("ana", "ben"), keyboard=keyboard)
    walk.take(FRAME)
    walk.take({"predictions.success": ["it beats the random policy: 60%"]})
    return walk


def says(walk: Walk, chance: str) -> None:
    walk.take({DOUBT: {"level": "somewhat", "chance": chance}})


def shared_text(root: Path) -> str:
    """Give everything that stands in a journal's folder, caches, backups and drafts among it."""
    return "\n".join(
        each.read_bytes().decode("utf-8", "replace") for each in root.rglob("*") if each.is_file()
    )


def two_desks(tmp_path: Path) -> tuple[Coach, Coach]:
    root = tmp_path / "journal"
    return Coach(Journal.at(root), Stamp(by="ana")), Coach(Journal.at(root), Stamp(by="ben"))


def test_the_plain_number_is_in_no_shared_file_before_the_answers_are_opened(
    coach: Coach, tmp_path: Path
) -> None:
    walk = at_the_doubt(coach)
    says(walk, "61.37%")
    shared = shared_text(tmp_path / "journal")
    assert "61.37" not in shared
    assert "0.6137" not in shared
    assert walk.session.all(BlindCommitted)
    says(walk, "20%")
    assert "0.6137" in shared_text(tmp_path / "journal")
    assert len(walk.session.all(Revealed)) == 2


def test_a_blind_answer_is_readable_by_its_author_alone(coach: Coach) -> None:
    walk = at_the_doubt(coach)
    says(walk, "61%")
    kept = [*PrivateAnswers(walk.session_id).folder.iterdir()]
    assert [stat.S_IMODE(each.stat().st_mode) for each in kept] == [0o600]
    assert stat.S_IMODE(kept[0].parent.stat().st_mode) == 0o700


def test_what_was_opened_leaves_the_cache(coach: Coach) -> None:
    walk = at_the_doubt(coach)
    says(walk, "61%")
    says(walk, "20%")
    assert [*PrivateAnswers(walk.session_id).folder.iterdir()] == []


def test_a_second_terminal_opens_its_own_answer_when_it_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers, his = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache of ana"))
    ana = hers.walk(ana.session_id, here=("ana",))
    says(ana, "61%")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache of ben"))
    ben = his.walk(ana.session_id, here=("ben",))
    assert ben.pairing is not None
    assert ben.pairing.progress["ana"] == (1, 1)
    says(ben, "20%")
    assert [body.person for body in ben.session.all(Revealed)] == ["ben"]
    assert ben.question.key == "pair.wait"
    ana.refresh()
    assert ana.question.key == "pair.talk"
    ben.refresh()
    assert ben.question.key == "pair.talk"
    assert {event.by for event, _ in ben.session.entries(Revealed)} == {"ana", "ben"}


def test_joining_adds_a_person_once_and_to_one_who_walked_alone(tmp_path: Path) -> None:
    hers, his = two_desks(tmp_path)
    ana = hers.begin("premortem", title="a run", playbook="deep-learning")
    ben = his.walk(ana.session_id, here=("ben",))
    ben.join("ben")
    ben.join("ben")
    assert ben.session.all(Paired) == (Paired(people=("ana", "ben")),)


def test_undo_takes_back_ones_own_blind_answer_and_never_the_others(tmp_path: Path) -> None:
    hers, his = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    says(ana, "61%")
    ben = his.walk(ana.session_id, here=("ben",))
    assert ben.undo() is None
    ana.refresh()
    assert ana.undo() is not None
    assert not ana.session.all(BlindCommitted)


def test_nothing_is_committed_to_where_the_answer_cannot_be_kept(
    coach: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at_the_doubt(coach)
    blocked = tmp_path / "no folder"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    walk = coach.walk(walk.session_id)
    with pytest.raises(JournalError):
        says(walk, "61%")
    walk.refresh()
    assert not walk.session.all(BlindCommitted)


def test_a_digest_out_of_somebody_elses_file_is_no_path(tmp_path: Path) -> None:
    private = PrivateAnswers("s", cache=tmp_path)
    (tmp_path / "secret").write_text('{"answer":"1","salt":"2"}')
    assert private.find("../../secret") is None
    digest = "a" * 64
    private.keep(digest, Secret("0.6", "salt"))
    assert private.find(digest) == Secret("0.6", "salt")
    os.truncate(private.folder / digest, 3)
    assert private.find(digest) is None


def test_one_who_does_not_pair_writes_no_private_file(coach: Coach) -> None:
    walk = coach.begin("premortem", title="a run", playbook="deep-learning")
    walk.take(FRAME)
    walk.take({"predictions.success": ["it works: 60%"]})
    says(walk, "30%")
    assert walk.session.all(DoubtRated)
    assert not PrivateAnswers(walk.session_id).folder.exists()


def test_while_somebody_answers_alone_no_draft_goes_into_the_shared_folder(coach: Coach) -> None:
    assert at_the_doubt(coach).drafts_path is None


def test_a_question_of_another_persons_turn_is_not_open(tmp_path: Path) -> None:
    hers, _ = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    says(ana, "61%")
    with pytest.raises(AnswerError, match="not open"):
        says(ana, "20%")


def test_a_second_terminal_of_one_person_cannot_change_what_was_opened(tmp_path: Path) -> None:
    hers, his = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    second, ben = hers.walk(ana.session_id, here=("ana",)), his.walk(ana.session_id, here=("ben",))
    says(ana, "61%")
    ben.refresh()
    says(ben, "20%")
    ana.refresh()
    with pytest.raises(AnswerError, match="open already"):
        says(second, "30%")
    ana.refresh()
    assert len(ana.session.all(BlindCommitted)) == 2


def test_two_who_end_the_talk_differently_are_both_shown(tmp_path: Path) -> None:
    hers, his = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    ben = his.walk(ana.session_id, here=("ben",))
    says(ana, "61%")
    ben.refresh()
    says(ben, "20%")
    ana.refresh()
    ben.refresh()
    ana.take({"pair.talk": {"next": "keep"}})
    with pytest.raises(
        AnsweredSinceError, match=r"nobody changes anything.*Yours: each answers alone once more"
    ):
        ben.take({"pair.talk": {"next": "again"}})


def test_answers_that_a_later_one_replaced_leave_the_cache_with_it(tmp_path: Path) -> None:
    hers, his = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    second, ben = hers.walk(ana.session_id, here=("ana",)), his.walk(ana.session_id, here=("ben",))
    says(ana, "61%")
    ana.undo()
    says(ana, "62%")
    says(second, "63%")
    assert len(PrivateAnswers(ana.session_id).digests()) == 3
    ben.refresh()
    says(ben, "20%")
    ana.refresh()
    assert PrivateAnswers(ana.session_id).digests() == frozenset()


def at_the_lists(hers: Coach, his: Coach) -> tuple[Walk, Walk]:
    """Give a session at two terminals at the question which lines of two lists are one."""
    ana = at_the_doubt(hers, keyboard="")
    ben = his.walk(ana.session_id, here=("ben",))
    for walk, chance in ((ana, "61%"), (ben, "20%")):
        walk.refresh()
        says(walk, chance)
    ana.refresh()
    ana.take({"pair.talk": {"next": "keep"}})
    ana.take({"pair.pool": {"pool": "log"}})
    for walk, name in ((ana, "ana"), (ben, "ben")):
        walk.refresh()
        walk.take({"causes.own-1": [f"{name} had no disk left", "enough: no more"]})
    ana.refresh()
    ben.refresh()
    assert ana.question.key == ben.question.key == "pair.lists"
    return ana, ben


def test_two_who_merge_the_lists_differently_at_once_are_both_shown(tmp_path: Path) -> None:
    ana, ben = at_the_lists(*two_desks(tmp_path))
    ben.take({"pair.lists": []})
    with pytest.raises(AnsweredSinceError) as refused:
        ana.take({"pair.lists": ["1"]})
    assert "ben had no disk left: ben" in refused.value.theirs
    assert "ana had no disk left: ana, ben" in refused.value.mine


def test_two_who_merge_the_lists_alike_at_once_are_not_disturbed(tmp_path: Path) -> None:
    ana, ben = at_the_lists(*two_desks(tmp_path))
    ben.take({"pair.lists": ["1"]})
    ana.take({"pair.lists": ["1"]})
    assert ana.question.key == "catalogue.picks-1"


def test_who_writes_why_they_do_not_go_along_while_another_takes_the_pool_is_not_passed_over(
    tmp_path: Path,
) -> None:
    hers, his = two_desks(tmp_path)
    ana = at_the_doubt(hers, keyboard="")
    ben = his.walk(ana.session_id, here=("ben",))
    for walk, chance in ((ana, "61%"), (ben, "20%")):
        walk.refresh()
        says(walk, chance)
    ana.refresh()
    ana.take({"pair.talk": {"next": "keep"}})
    ben.refresh()
    ana.take({"pair.pool": {"pool": "log"}})
    with pytest.raises(AnsweredSinceError):
        ben.take({"pair.pool": {"pool": "log", "dissent-1": "It will hold."}})
    ben.insist()
    assert [body.text for body in ben.session.all(Dissented)] == ["It will hold."]
