"""Two people at one keyboard walk a whole investigation and a whole pre-mortem, by keys, in one real program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coach.session.event.experiment import Committed
from coach.session.event.pairing import Revealed
from coach.session.event.premortem import LaunchDecided
from coach.session.pairing.rounds import find_round
from coach.tui.widgets.question_pane import ALL_DONE
from tests.cli.panes import Panes, needs_tmux, panes, read
from tests.cli.test_pair_in_panes import HAPPENED, POOL, TALK, only_session, until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["panes"]
pytestmark = [pytest.mark.tmux, needs_tmux]
BOTH = "both"
_TURN = re.compile(r"(ana|ben), alone(?: once more)?; (?:ana|ben) looks away")
COULD_BE = {"ana": "a bad seed", "ben": "the net is frozen"}
FAILED_BY = {"ana": "the disk is full", "ben": "wrong branch"}


def turn(panes: Panes) -> str:
    """Give whose turn it is to answer alone; empty where it is nobody's."""
    found = _TURN.search(read(panes.screen(BOTH)))
    return found[1] if found else ""


def each_alone(panes: Panes, asked: str, does: Callable[[str], None], hidden: Mapping[str, str]) -> None:
    """Let each answer alone as the keyboard goes round; what the first wrote is gone when the second sits there."""
    panes.sees(BOTH, asked)
    until(lambda: bool(turn(panes)), "somebody's turn")
    first = turn(panes)
    second = "ben" if first == "ana" else "ana"
    does(first)
    panes.sees(BOTH, f"{second}, alone")
    assert hidden[first] not in panes.screen(BOTH)
    does(second)


def begin(panes: Panes, journal: Path, method: str) -> None:
    panes.open(BOTH, journal, method, "--by", "ana", "-p", "deep-learning", "--pair", "ana,ben")
    panes.sees(BOTH, "ana types, ben asks")


def list_apart(panes: Panes, asked: str, lines: Mapping[str, str]) -> None:
    """Let each write a list of one line."""

    def writes(person: str) -> None:
        for line in (lines[person], "enough: one"):
            panes.writes(BOTH, line, shows=line)

    each_alone(panes, asked, writes, lines)


def test_a_whole_investigation_at_one_keyboard(panes: Panes, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    begin(panes, journal, "stuck")
    panes.types(BOTH, "landing", "200", "flat at 25", "10h")
    panes.sees(BOTH, "Where are the logs of the run?")
    panes.types(BOTH, "")
    panes.sees(BOTH, "Which of these have you seen")
    panes.presses(BOTH, "F8")
    list_apart(panes, "What could explain all this?", COULD_BE)
    panes.takes(BOTH, "this is what you have", until="If that is wrong, why?")
    panes.types(BOTH, "", "it was fine before")
    chances = {"ana": "61", "ben": "23"}

    def weighs(person: str) -> None:
        panes.writes(BOTH, chances[person], shows=chances[person])
        panes.types(BOTH, "")

    each_alone(panes, "How likely is each on its own", weighs, chances)
    panes.takes(BOTH, TALK, until=POOL)
    panes.takes(BOTH, POOL, until="Which looks are worth weighing?")
    panes.types(BOTH, "")
    panes.takes(BOTH, "enter takes it as it stands", until="each of you says alone what to expect")
    panes.types(BOTH, "repair: the net", enter=False)
    panes.sees(BOTH, "repair: the net")
    panes.sees(BOTH, "each of you says alone what to expect")
    panes.types(BOTH, "")
    each_alone(panes, "Does repairing this help", weighs, chances)
    panes.takes(BOTH, "which is sealed and scored", until="Seal it?")
    panes.types(BOTH, "")
    panes.sees(BOTH, "you gave it")
    panes.types(BOTH, "1", "11h")
    panes.sees(BOTH, "What was the cause, and how sure is that?")
    panes.types(BOTH, "", "", "the net", "print it")
    panes.takes(BOTH, "Close the investigation?", until=ALL_DONE[:20])
    session = only_session(journal)
    assert session.is_closed
    assert session.last(Committed) is not None
    for question in ("hypotheses.own", "odds.priors", "commitment.prediction-c1"):
        assert set(find_round(session, question, 1).answers) == {"ana", "ben"}


def test_a_whole_pre_mortem_at_one_keyboard(panes: Panes, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    begin(panes, journal, "premortem")
    panes.sees(BOTH, "Which question does this run answer?")
    panes.types(BOTH, "does it learn", "10h", "", "works: three seeds; fails: look at it", "")
    panes.sees(BOTH, "What would success look like")
    panes.types(BOTH, "it learns: 60%")
    chances = {"ana": "61", "ben": "23"}

    def rates(person: str) -> None:
        panes.types(BOTH, "", enter=False)
        panes.presses(BOTH, "Right", "Right", "Tab")
        panes.writes(BOTH, chances[person], shows=chances[person])

    each_alone(panes, "How surprised would you be if this run failed", rates, chances)
    panes.sees(BOTH, TALK)
    panes.takes(BOTH, TALK, until="alone once more; ")
    panes.takes(BOTH, "alone once more; ", until=POOL)
    panes.takes(BOTH, POOL, until=HAPPENED)
    list_apart(panes, HAPPENED, FAILED_BY)
    panes.takes(BOTH, "this is what you have", until="You did not mention these")
    panes.types(BOTH, "")

    def judges(person: str) -> None:
        for _ in range(2):
            panes.writes(BOTH, chances[person], shows=f"{chances[person]} %")
        panes.types(BOTH, "")

    each_alone(panes, "How likely is each of these to make the run fail?", judges, chances)
    panes.takes(BOTH, TALK, until="alone once more; ")
    panes.takes(BOTH, "alone once more; ", until=POOL)
    panes.takes(BOTH, POOL, until="whose doing")
    panes.takes(BOTH, "enter take the page", until="And now: how surprised")
    each_alone(panes, "And now: how surprised", rates, chances)
    panes.takes(BOTH, TALK, until="alone once more; ")
    panes.takes(BOTH, "alone once more; ", until=POOL)
    panes.takes(BOTH, POOL, until="Go on, or another round?")
    panes.takes(BOTH, "enter take the page", until="Nothing was written")
    panes.types(BOTH, "at one hour")
    panes.sees(BOTH, "Launch it, or no run tonight?")
    panes.types(BOTH, "", enter=False)
    panes.presses(BOTH, "Right", "Tab")
    panes.writes(BOTH, "we want to know", shows="we want to know")
    until(lambda: only_session(journal).last(LaunchDecided) is not None, "the decision to launch")
    opened = {body.person for body in only_session(journal).all(Revealed)}
    assert opened == {"ana", "ben"}
