"""What each gave to what came, and what the pool gave: at the close, and over sessions."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from coach.reasoning.pooling import log_pool
from coach.report.review.document import document
from coach.session.event.experiment import Committed, FixConfirmed
from coach.session.event.pairing import Revealed
from coach.session.event.premortem import RunJudged
from coach.session.exhibit import Grid
from coach.session.pairing.scores import Apart, apart, apart_and_together, in_a_sentence
from coach.session.review.record import SessionRecord, record_of
from coach.session.review.review import review
from coach.session.review.together import together
from coach.session.seal import seal
from tests.session.two_people import Terminal, at_the_doubt, both, pooled_odds, risk

DOUBT = "doubt.round-1"


def judged(*, failed: bool) -> Terminal:
    """Give a pre-mortem that was sealed after both had given P(fail), and whose run is over."""
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    terminal.says("pair.talk", {"next": "keep"})
    terminal.says("pair.pool", {"pool": "log"})
    terminal.add(seal(terminal.session, "premortem"))
    terminal.add(RunJudged(failed=failed))
    return terminal


def record(*found: Apart) -> SessionRecord:
    empty = Terminal("premortem")
    return record_of(empty.session, "s")._replace(apart=found, at=datetime(2026, 1, 1, tzinfo=UTC))


def test_each_and_the_pool_are_scored_on_the_run() -> None:
    pool = log_pool(({"y": 0.6, "n": 0.4}, {"y": 0.2, "n": 0.8}))["y"]
    (lost,) = apart(judged(failed=True).session)
    assert dict(lost.given) == {"ana": 0.6, "ben": 0.2}
    assert lost.pool == pytest.approx(pool)
    (held,) = apart(judged(failed=False).session)
    assert dict(held.given) == pytest.approx({"ana": 0.4, "ben": 0.8})
    assert held.pool == pytest.approx(1 - pool)


def test_the_second_answer_is_the_one_that_is_scored() -> None:
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    terminal.says("pair.talk", {"next": "again"})
    both(terminal, DOUBT, risk("50%"), risk("30%"))
    terminal.says("pair.pool", {"pool": "log"})
    terminal.add(seal(terminal.session, "premortem"))
    terminal.add(RunJudged(failed=True))
    (found,) = apart(terminal.session)
    assert dict(found.given) == {"ana": 0.5, "ben": 0.3}


def test_what_was_not_sealed_before_the_run_is_not_scored() -> None:
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    terminal.add(RunJudged(failed=True))
    assert apart(terminal.session) == ()


def test_the_cause_is_scored_by_each_ones_own_numbers() -> None:
    terminal = pooled_odds()
    terminal.add(Committed(commitment="c", action="rest", target="", question="look", advised=""))
    terminal.add(seal(terminal.session, "commitment"))
    terminal.add(FixConfirmed(hypothesis="reward-scale", grade="reversed", text=""))
    (found,) = apart(terminal.session)
    assert found.kind == "cause"
    assert dict(found.given) == pytest.approx({"ana": 0.8 * 0.6, "ben": 0.6 * 0.2}, abs=0.02)
    named = [((0.8 * a) * (0.6 * b)) ** 0.5 for a, b in ((0.6, 0.2), (0.3, 0.3), (0.1, 0.5))]
    assert found.pool == pytest.approx(named[0] / (sum(named) + (0.2 * 0.4) ** 0.5), abs=0.02)


def test_an_opened_answer_that_is_none_is_passed_over() -> None:
    terminal = judged(failed=True)
    at = next(i for i, each in enumerate(terminal.events) if isinstance(each.body, Revealed))
    broken = terminal.events[at].body.model_copy(update={"answer": '{"chance":"never","level":7}'})
    terminal.events[at] = terminal.events[at].model_copy(update={"body": broken})
    assert apart(terminal.session) == ()


def test_the_close_shows_all_of_them_side_by_side() -> None:
    table, said = apart_and_together(judged(failed=True).session)
    assert isinstance(table, Grid)
    assert table.rows[0] == ("ana", "60 %", f"{-math.log(0.6):.2f}")
    assert table.rows[-1][0] == "pool"
    assert "better of you" in getattr(said, "text", "")
    (found,) = apart(judged(failed=True).session)
    assert in_a_sentence(found) == "Apart and together, the run failing: ana 60 %, ben 20 %, the pool 38 %."


def test_over_sessions_the_pool_is_held_against_the_better_and_the_average() -> None:
    one = Apart("failure", (("ana", 0.6), ("ben", 0.2)), 0.4)
    two = Apart("failure", (("ana", 0.2), ("ben", 0.2)), 0.3)
    found = together([record(one), record(two)])
    assert found is not None
    assert found.judgements == 2
    assert found.beats_better.value == 0.5
    assert found.to_better.value == pytest.approx((math.log(0.4 / 0.6) + math.log(0.3 / 0.2)) / 2)
    sides = {side.name: side.log_score.value for side in found.sides}
    assert sides["ana"] == pytest.approx(-(math.log(0.6) + math.log(0.2)) / 2)
    assert together([record()]) is None


def test_a_review_says_with_counts_what_pairing_brought() -> None:
    told = document(review([record(Apart("failure", (("ana", 0.6), ("ben", 0.2)), 0.4))]))
    section = next(each for each in told.sections if each.title == "Apart and together")
    assert section.says[0].startswith("Judged apart, sealed and resolved: 1. The pool did")
    assert "in 0 (" in section.says[0]
    assert section.table is not None
    assert [row[0] for row in section.table.rows] == ["ana", "ben", "pool"]


@pytest.mark.parametrize(("one", "two"), [(0.6, 0.2), (0.9, 0.01), (0.5, 0.5)])
def test_a_log_pool_never_does_worse_than_the_average_of_those_it_pools(one: float, two: float) -> None:
    for came in (True, False):
        pool = log_pool(({"y": one, "n": 1 - one}, {"y": two, "n": 1 - two}))["y"]
        given = [one, two] if came else [1 - one, 1 - two]
        score = -math.log(pool if came else 1 - pool)
        assert score <= sum(-math.log(each) for each in given) / 2 + 1e-12
