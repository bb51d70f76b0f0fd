"""Two people walk a whole investigation and a whole pre-mortem, by keys, in real programs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.session.event.pairing import Revealed
from coach.session.event.premortem import LaunchDecided
from coach.session.pairing.rounds import find_round
from coach.session.pairing.scores import apart
from coach.session.seal import sealed_ids
from coach.tui.widgets.question_pane import ALL_DONE
from tests.cli.panes import PATIENCE_S, Panes, needs_tmux, panes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.session.fold import Session

__all__ = ["panes"]
pytestmark = [pytest.mark.tmux, needs_tmux]
FORECAST = "commitment.prediction-c1"
TALK, POOL = "here is what each of you answered", "one answer of all of yours, which the advice goes by"
COULD, HAPPENED = "What could explain all this?", "It is tomorrow. The run has failed."


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that is on no screen."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE_S, f"never: {what}"
        time.sleep(0.05)


def only_session(journal: Path) -> Session:
    desk = Coach.open(journal=journal, by="cleo")
    (only,) = desk.summaries()
    return desk.walk(only.session).session


def open_both(panes: Panes, journal: Path, method: str) -> None:
    """Let ana begin, and ben join her in a terminal of his own."""
    panes.open("ana", journal, method, "--by", "ana", "-p", "deep-learning")
    until(lambda: bool([*journal.glob("sessions/*.json")]), "a session of ana's")
    panes.open("ben", journal, "join", "--as", "ben")
    panes.sees("ana", "ana and ben walk it together")
    panes.sees("ben", "ana and ben walk it together")


def lists_alone(panes: Panes, person: str, asked: str, *lines: str) -> None:
    """Write a list alone, line by line."""
    for line in lines:
        panes.sees(person, f"{person}, alone: {asked}")
        panes.writes(person, line, shows=line[-20:])


def list_apart(panes: Panes, asked: str, hers: tuple[str, ...], his: tuple[str, ...]) -> None:
    """Let both write lists; neither sees a line of the other's before both are done."""
    lists_alone(panes, "ana", asked, *hers)
    panes.sees("ana", "waiting for ben")
    panes.sees("ben", ", answered")
    assert not any(line in panes.screen("ben") for line in hers)
    lists_alone(panes, "ben", asked, *his)


def says_alone(panes: Panes, person: str, asked: str, *chances: str) -> None:
    """Say alone how likely things are, one after the other."""
    panes.sees(person, f"{person}, alone")
    panes.sees(person, asked)
    for chance in chances:
        panes.writes(person, chance, shows=chance)
    panes.types(person, "")


def rates(panes: Panes, person: str, asked: str, chance: str) -> None:
    """Say alone how surprised one would be, and how likely it fails."""
    panes.sees(person, f"{person}, alone: {asked}")
    panes.types(person, "", enter=False)
    panes.presses(person, "Right", "Right", "Tab")
    panes.writes(person, chance, shows=chance)


def all_once_more(panes: Panes, then: str) -> None:
    """Answer alone once more after a talk, nobody changing anything, and take the pool."""
    panes.takes("ana", TALK, until="ana, alone once more")
    panes.takes("ana", "ana, alone once more", until="waiting for ben")
    panes.takes("ben", "ben, alone once more", until=POOL)
    panes.takes("ben", POOL, until=then)


def explain_apart(panes: Panes) -> None:
    """Walk an investigation to the explanations of both, made one list."""
    panes.sees("ana", "Working on")
    panes.types("ana", "landing", "200", "flat at 25", "10h")
    panes.sees("ben", "Where are the logs of the run?")
    panes.types("ben", "")
    panes.sees("ana", "Which of these have you seen")
    panes.presses("ana", "F8")
    hers = ("the reward is a hundred times too large", "a bad seed", "enough: two")
    list_apart(panes, COULD, hers, ("reward far too large", "the net is frozen", "enough: two"))
    for person in ("ana", "ben"):
        panes.sees(person, "which of these are one and the same?")
    panes.types("ana", " ", enter=False)
    panes.sees("ana", "■ ana's")
    panes.types("ana", "")


def weigh_apart(panes: Panes) -> None:
    """Go on to what is advised by the pool of both."""
    panes.sees("ben", "If that is wrong, why?")
    panes.types("ben", "", "it was fine before")
    for person, chance in (("ana", "60"), ("ben", "20")):
        says_alone(panes, person, "How likely is each on its own", chance)
    panes.sees("ana", TALK)
    panes.takes("ben", TALK, until=POOL)
    panes.takes("ana", POOL, until="Which looks are worth weighing?")
    panes.sees("ben", "Which looks are worth weighing?")
    panes.types("ben", "")
    panes.takes("ana", "enter takes it as it stands", until="each of you says alone what to expect")


def decide_and_forecast_apart(panes: Panes) -> None:
    """Decide on a repair together, forecast apart what comes of it, and seal it."""
    panes.sees("ben", "each of you says alone what to expect")
    panes.types("ben", "repair: the rew", enter=False)
    panes.sees("ben", "1 of 15")
    panes.sees("ben", "each of you says alone what to expect")
    panes.types("ben", "")
    for person, chance in (("ana", "70"), ("ben", "40")):
        says_alone(panes, person, "Does repairing this help", chance)
    panes.sees("ben", "which is sealed and scored")
    panes.takes("ana", "which is sealed and scored", until="Seal it?")
    panes.sees("ben", "Seal it?")
    panes.types("ben", "")


def test_two_terminals_walk_a_whole_investigation(panes: Panes, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    open_both(panes, journal, "stuck")
    explain_apart(panes)
    weigh_apart(panes)
    decide_and_forecast_apart(panes)
    panes.sees("ana", "you gave it 56 %")  # the pool of 70 % and 40 %
    panes.types("ana", "1", "11h")
    panes.sees("ben", "What was the cause, and how sure is that?")
    panes.types("ben", "", "", "the scale of the reward", "print it")
    panes.sees("ana", "Close the investigation?")
    panes.sees("ana", "What came of what was done: apart and together")
    panes.types("ana", "")
    panes.sees("ben", ALL_DONE[:20])
    session = only_session(journal)
    assert session.is_closed
    assert {"ana", "ben"} <= {event.by for event in session.events}
    for question in ("hypotheses.own", "odds.priors", "odds.catch-all", FORECAST):
        assert set(find_round(session, question, 1).answers) == {"ana", "ben"}
        assert find_round(session, question, 1).saw_first == ()
    assert {each.kind: dict(each.given) for each in apart(session)}["outcome"] == {"ana": 0.7, "ben": 0.4}


def fail_apart(panes: Panes) -> None:
    """Walk a pre-mortem to what would have made it fail, listed and judged apart."""
    panes.sees("ana", "Which question does this run answer?")
    panes.types("ana", "does it learn", "10h", "", "works: three seeds; fails: look at it", "")
    panes.sees("ben", "What would success look like")
    panes.types("ben", "it learns: 60%")
    rates(panes, "ana", "How surprised", "60")
    panes.sees("ana", "waiting for ben")
    rates(panes, "ben", "How surprised", "20")
    panes.sees("ben", "Between you lie 4 h of a run that costs 10 h")
    panes.sees("ana", "Between you lie 4 h of a run that costs 10 h")
    all_once_more(panes, HAPPENED)
    list_apart(panes, HAPPENED, ("the disk is full", "enough: one"), ("wrong branch", "enough: one"))
    panes.sees("ana", "this is what you have")
    panes.types("ana", "")
    panes.sees("ben", "You did not mention these")
    panes.types("ben", "")
    says_alone(panes, "ana", "How likely is each of these to make the run fail?", "30", "10")
    says_alone(panes, "ben", "How likely is each of these to make the run fail?", "10", "40")
    panes.sees("ana", "Talk about this one, three minutes: “wrong branch” (ben 40 %, ana 10 %)")
    all_once_more(panes, "whose doing")


def test_two_terminals_walk_a_whole_pre_mortem(panes: Panes, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    open_both(panes, journal, "premortem")
    fail_apart(panes)
    panes.takes("ana", "enter take the page", until="And now: how surprised")
    rates(panes, "ana", "And now", "20")
    rates(panes, "ben", "And now", "10")
    panes.sees("ana", TALK)
    all_once_more(panes, "Go on, or another round?")
    panes.takes("ana", "enter take the page", until="Nothing was written")
    panes.types("ana", "at one hour")
    panes.sees("ben", "Launch it, or no run tonight?")
    panes.types("ben", "", enter=False)
    panes.presses("ben", "Right", "Tab")
    panes.writes("ben", "we want to know", shows="we want to know")
    until(lambda: only_session(journal).last(LaunchDecided) is not None, "the decision to launch")
    panes.sees("ana", "What happened")
    session = only_session(journal)
    assert sealed_ids(session) >= {event.id for event, _ in session.entries(Revealed)}
    for question in ("doubt.round-1", "doubt.round-2", "causes.own-1", "chances.round-1"):
        opened = {body.person for body in session.all(Revealed) if body.question == question}
        assert opened == {"ana", "ben"}
