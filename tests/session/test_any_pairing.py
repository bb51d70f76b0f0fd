"""Whatever two people answer at their terminals, in whatever order they pull, the walk goes on and they end alike."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.session.beliefs import belief_rows
from coach.session.canonical import canonical
from coach.session.event.pairing import Pooled, Revealed
from tests.session.test_any_walk import one_step
from tests.session.two_people import Terminal

if TYPE_CHECKING:
    from coach.session.event.common import Method

STEPS = 80


def steps(terminal: Terminal, dice: random.Random) -> None:
    """Answer what is asked now, if anything is; what one waits for is waited for."""
    step = terminal.position.step
    if step is not None and step.question.key != "pair.wait":
        one_step(terminal, dice)
        terminal.opens()


@pytest.mark.parametrize("method", ["stuck", "premortem"])
@given(seed=st.integers(min_value=0, max_value=10_000))
@settings(max_examples=4, deadline=None)
def test_any_answers_of_two_at_one_keyboard_lead_somewhere(method: Method, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    both = Terminal(method)
    for _ in range(STEPS):
        steps(both, dice)
        assert sum(row.posterior for row in belief_rows(both.session)) == pytest.approx(1)
        now = both.position.step
        assert now is None or now.question.key != "pair.wait"
    assert both.session.is_closed or both.session.all(Pooled)


@pytest.mark.parametrize("method", ["stuck", "premortem"])
@given(seed=st.integers(min_value=0, max_value=10_000))
@settings(max_examples=3, deadline=None)
def test_any_answers_of_two_terminals_end_alike_and_nothing_is_opened_early(
    method: Method, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    ana, ben = Terminal(method, "ana"), Terminal(method, "ben")
    ben.events = list(ana.events)
    for _ in range(STEPS // 2):
        here, there = (ana, ben) if dice.random() < 0.5 else (ben, ana)
        here.pulls(there)
        steps(here, dice)
    for _ in range(3):
        ana.pulls(ben)
        ben.pulls(ana)
    assert [canonical(each) for each in ana.events] == [canonical(each) for each in ben.events]
    opened = {(body.question, body.round) for body in ana.session.all(Revealed)}
    pairing = ana.pairing_now
    waiting = pairing.rounds.items() if pairing is not None and pairing.phase == "alone" else ()
    assert not opened & {(key, each.number) for key, each in waiting if each.saw_first == ()}
