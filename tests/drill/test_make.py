from __future__ import annotations

from pathlib import Path

import pytest

from coach.desk.drill_making import write_case
from coach.playbook.drills.load import load_case
from coach.session.drill.from_session import NOT_RUN, draft
from coach.session.event.common import Closed
from coach.session.event.evidence import RunsLinked
from tests.session.test_close import solved
from tests.session.test_stuck import at_decision

LOGS = Path(__file__).with_name("cases") / "flat-evaluation" / "logs"
KEY = "sk-" + "Ab3dE9fGh1JkLmN0pQrStUvWxYz" + "2468aceg"
SAID = {
    "title": "Return stays flat",
    "report": f"Return stays flat. The key {KEY} is in the script.",
    "story": "The rewards were not scaled. Somebody found out.",
    "next_time": "Look at the rewards first.",
    "kind": "policy-gradient",
}


def test_a_session_that_is_not_closed_is_refused_with_the_reason() -> None:
    assert draft(at_decision().session, {}).refused == "this session is not closed"


def test_what_a_closed_session_does_not_say_is_asked_for() -> None:
    walk = solved()
    walk.add(Closed(ending="solved"))
    found = draft(walk.session, {"story": SAID["story"]})
    assert "next_time" in found.missing
    assert "story" not in found.missing
    assert "true_cause" not in found.missing


def test_a_closed_session_becomes_a_case_without_its_secrets_and_authors(tmp_path: Path) -> None:
    walk = solved()
    walk.add(RunsLinked(role="evidence", path=str(LOGS)))
    walk.add(Closed(ending="solved"))
    author = walk.session.events[0].by
    said = {**SAID, "story": f"{SAID['story']} {author} did it."}
    found = draft(walk.session, said)
    assert not found.missing
    made = write_case(found.data, walk.session, tmp_path)
    text = "".join(each.read_text() for each in made.folder.rglob("*") if each.is_file())
    assert KEY not in text
    assert str(LOGS) not in text
    assert len(author) < 3 or f"{author} did it" not in text
    assert made.places >= 1
    assert made.runs == 1
    case = load_case(made.folder).case
    assert case.true_cause == "rewards-are-not-scaled"
    assert not case.measured
    ran = [each for each in case.looks if each.shows != NOT_RUN]
    assert [each.words(each.recorded) for each in ran] == ["huge"]


@pytest.mark.parametrize("cause", ["nobody-named-it"])
def test_a_cause_that_was_no_explanation_is_refused(cause: str) -> None:
    walk = solved()
    walk.add(Closed(ending="solved"))
    assert "none of its explanations" in draft(walk.session, {**SAID, "true_cause": cause}).refused
