"""Weights by past skill: offered once both have a record, beside the equal ones, with what they would change."""

from __future__ import annotations

import pytest

from coach.reasoning.pooling import skill_weights
from coach.session.event.pairing import Pooled
from coach.session.event.premortem import DoubtRated
from coach.session.exhibit import Grid, Say
from coach.session.form import Card, Choice
from coach.session.learned import Learned, learned
from coach.session.pairing.scores import Apart
from coach.session.review.record import record_of
from tests.session.two_people import BEYOND, ODDS, Terminal, both, risk, weighed
from tests.session.two_people import at_the_doubt as at_the_doubt_alone

DOUBT = "doubt.round-1"
BETTER = {"ana": (0.8, 0.5, 0.4), "ben": (0.2, 0.5, 0.4)}


def record(kind: str, times: int = 3, names: tuple[str, str] = ("ana", "ben")) -> tuple[Apart, ...]:
    """Give judgements that both made apart, of which ana's were better."""
    ana, ben = names
    return tuple(
        Apart("cause" if kind == "cause" else "failure", ((ana, a), (ben, b)), (a * b) ** 0.5)
        for a, b in list(zip(*BETTER.values(), strict=True))[:times]
    )


def knows(terminal: Terminal, apart: tuple[Apart, ...]) -> None:
    """Let a terminal have a journal in which closed sessions taught this."""
    terminal.learned = Learned(apart=apart)


def at_the_pool(apart: tuple[Apart, ...]) -> Terminal:
    terminal = at_the_doubt_alone()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    knows(terminal, apart)
    terminal.says("pair.talk", {"next": "keep"})
    return terminal


def ways(terminal: Terminal) -> tuple[tuple[str, ...], str]:
    """Give the ways in which one answer can be made, and which of them is filled in."""
    form = terminal.question.form
    assert isinstance(form, Card)
    assert isinstance(form.fields[0].form, Choice)
    return tuple(option.id for option in form.fields[0].form.options), form.fields[0].suggested


def said(terminal: Terminal) -> str:
    step = terminal.position.step
    assert step is not None
    return " ".join(each.text for each in step.exhibits if isinstance(each, Say))


@pytest.mark.parametrize(
    "apart",
    [
        (),
        record("failure", 2),
        record("cause"),
        record("failure", names=("ana", "cy")),
    ],
    ids=["no record", "two judgements", "of another kind", "with somebody else"],
)
def test_without_a_record_of_both_nothing_is_offered(
    apart: tuple[Apart, ...],
) -> None:
    terminal = at_the_pool(apart)
    assert ways(terminal) == (("log", "linear"), "log")
    assert "skill" not in said(terminal)


def test_with_a_record_of_both_the_weights_are_shown_and_equal_ones_stay_filled_in() -> None:
    terminal = at_the_pool(record("failure"))
    assert ways(terminal) == (("log", "linear", "skill"), "log")
    step = terminal.position.step
    assert step is not None
    table = next(each for each in step.exhibits if isinstance(each, Grid))
    assert table.header == ("", "ana", "ben", "pool", "mean", "by skill")
    assert "you judged 3 times apart, and gave what came ana 54 % and ben 34 %" in said(terminal)
    assert "By past skill ana counts 53 % and ben counts 47 %" in said(terminal)


def test_the_equal_weights_are_taken_by_whoever_changes_nothing() -> None:
    terminal = at_the_pool(record("failure"))
    terminal.says("pair.pool", {"pool": "log"})
    assert terminal.session.last(Pooled) == Pooled(questions=(DOUBT,), people=("ana", "ben"), pool="log")


def test_weights_by_skill_count_where_they_are_chosen_and_are_kept() -> None:
    terminal = at_the_pool(record("failure"))
    terminal.says("pair.pool", {"pool": "skill"})
    weights = skill_weights(BETTER)
    odds = 1.5 ** weights["ana"] * 0.25 ** weights["ben"]
    rated = terminal.session.last(DoubtRated)
    assert rated is not None
    assert rated.probability == pytest.approx(odds / (1 + odds))
    pooled = terminal.session.last(Pooled)
    assert pooled is not None
    assert pooled.weights == pytest.approx(weights)


def test_what_they_would_change_in_the_run_is_said_in_hours() -> None:
    terminal = at_the_pool(record("failure"))
    assert "With these weights it fails with 39 % instead of 38 %: 7 min of a run that costs 10 h." in said(
        terminal
    )


def test_what_they_would_change_in_the_advice_is_said() -> None:
    terminal = weighed()
    knows(terminal, record("cause"))
    ids = [row.id for row in getattr(terminal.question.form, "rows", ())]
    while terminal.question.key.startswith(("odds.", "weighing.")):
        who, key = terminal.pairing.turn, terminal.question.key
        odds = dict(zip(ids, ODDS[who], strict=True))
        terminal.says(key, odds if key == "odds.priors" else BEYOND[who])
    terminal.says("pair.talk", {"next": "keep"})
    assert "With these weights the next step is the same:" in said(terminal)
    terminal.says("pair.pool", {"pool": "skill"})
    pooled = terminal.session.last(Pooled)
    assert pooled is not None
    assert pooled.weights == pytest.approx(skill_weights(BETTER))


def test_only_closed_sessions_count() -> None:
    empty = record_of(Terminal("premortem").session, "s")
    open_one, closed = (empty._replace(apart=record("failure"), closed=each) for each in (False, True))
    assert learned([open_one]).apart == ()
    assert learned([closed]).apart == record("failure")
