"""What each expects of the next look, and of each cause of a failure, is said alone, then made one and scored."""

from __future__ import annotations

import pytest

from coach.reasoning.pooling import log_pool
from coach.session.canonical import canonical
from coach.session.causes import causes
from coach.session.event.experiment import OutcomePredicted, ResultRecorded
from coach.session.event.pairing import Revealed
from coach.session.event.premortem import CauseAdded, CauseJudged
from coach.session.exhibit import Grid, Say
from coach.session.form import Card
from coach.session.pairing.pool import pooled
from coach.session.pairing.scores import apart
from coach.session.seal import seal
from tests.session.rehearsal import Rehearsal
from tests.session.two_people import PLAN, Terminal, at_the_doubt, both, pooled_odds, risk

FORECAST = "commitment.prediction-c1"


def at_the_forecast() -> Terminal:
    """Give an investigation of two at the question what will come out of the repair they chose."""
    terminal = pooled_odds()
    terminal.goes_on_to("commitment.")
    terminal.says("commitment.decision-1", "fix:reward-scale")
    return terminal


def exhibits(terminal: Terminal) -> tuple[object, ...]:
    step = terminal.position.step
    assert step is not None
    return step.exhibits


def said(terminal: Terminal) -> str:
    return " ".join(each.text for each in exhibits(terminal) if isinstance(each, Say))


def predicted(terminal: Terminal) -> dict[str, float]:
    found = terminal.session.last(OutcomePredicted)
    assert found is not None
    return found.probability


def test_what_is_done_next_is_chosen_together_and_what_comes_of_it_is_forecast_alone() -> None:
    terminal = at_the_forecast()
    first, second = terminal.pairing.people if terminal.pairing.turn == "ana" else ("ben", "ana")
    assert terminal.question.key == FORECAST
    assert terminal.question.text.startswith(f"{first}, alone; {second} looks away")
    terminal.says(FORECAST, {"you": ["81.25%"]})
    assert terminal.question.text.startswith(f"{second}, alone; {first} looks away")
    assert not terminal.session.all(Revealed)[-1].question.startswith("commitment.")
    assert "0.8125" not in "\n".join(canonical(event) for event in terminal.events)


def test_a_forecast_needs_no_talk_and_its_pool_is_what_is_sealed() -> None:
    terminal = at_the_forecast()
    both(terminal, FORECAST, {"you": ["80%"]}, {"you": ["50%"]})
    assert terminal.question.key == "pair.pool"
    assert "which is sealed and scored, as each of yours is" in terminal.question.text
    table = next(each for each in exhibits(terminal) if isinstance(each, Grid))
    assert table.rows[0][1:3] == ("80 %", "50 %")
    terminal.says("pair.pool", {"pool": "log"})
    forecast = predicted(terminal)
    one = log_pool([{"yes": 0.8, "no": 0.2}, {"yes": 0.5, "no": 0.5}])
    assert [*forecast.values()] == pytest.approx([one["yes"], one["no"]])
    assert terminal.question.key == "commitment.seal-c1"


def test_no_idea_of_the_outcome_is_the_same_for_each() -> None:
    one = pooled({FORECAST: {"ana": {"you": (None, None)}, "ben": {"you": (0.8, 0.2)}}})
    cells = one[FORECAST]
    assert isinstance(cells, dict)
    assert cells["you"] == pytest.approx((2 / 3, 1 / 3))


def test_each_ones_forecast_and_the_pools_are_scored_by_what_came() -> None:
    terminal = at_the_forecast()
    both(terminal, FORECAST, {"you": ["80%"]}, {"you": ["50%"]})
    terminal.says("pair.pool", {"pool": "log"})
    terminal.add(seal(terminal.session, "commitment"))
    outcome = next(iter(predicted(terminal)))
    terminal.add(ResultRecorded(commitment="c1", outcome=outcome))
    (found,) = (each for each in apart(terminal.session) if each.kind == "outcome")
    assert dict(found.given) == pytest.approx({"ana": 0.8, "ben": 0.5})
    assert found.pool == pytest.approx(predicted(terminal)[outcome])


def test_a_forecast_that_was_not_sealed_is_not_scored() -> None:
    terminal = at_the_forecast()
    both(terminal, FORECAST, {"you": ["80%"]}, {"you": ["50%"]})
    terminal.says("pair.pool", {"pool": "log"})
    terminal.add(ResultRecorded(commitment="c1", outcome=next(iter(predicted(terminal)))))
    assert [each.kind for each in apart(terminal.session)] == []


def at_the_causes() -> Terminal:
    terminal = at_the_doubt()
    both(terminal, "doubt.round-1", risk("60%"), risk("20%", "quite"))
    terminal.says("pair.talk", {"next": "keep"})
    terminal.says("pair.pool", {"pool": "log"})
    return terminal


def at_the_chances() -> Terminal:
    """Give a pre-mortem of two whose lists of failures are one list."""
    terminal = at_the_causes()
    both(
        terminal,
        "causes.own-1",
        ["the disk is full", "wrong branch", "enough: no more"],
        ["the reward explodes", "enough: no more"],
    )
    terminal.says("pair.lists", None)
    terminal.goes_on_to("chances.")
    return terminal


def test_each_lists_failures_alone_before_the_list_of_the_catalogue_is_read_out() -> None:
    terminal = at_the_causes()
    for _ in range(2):
        assert [step.question.key for step in terminal.sheet.steps] == ["causes.own-1"]
        terminal.says("causes.own-1", [f"{terminal.pairing.turn} had no disk left", "enough: no more"])
        assert not terminal.session.all(CauseAdded)
    terminal.says("pair.lists", None)
    assert len(terminal.session.all(CauseAdded)) == 2
    assert terminal.question.key == "catalogue.picks-1"


def test_how_likely_each_failure_is_each_says_alone() -> None:
    terminal = at_the_chances()
    ids = [view.id for view in causes(terminal.session)]
    first = terminal.pairing.turn
    assert terminal.question.text.startswith(f"{first}, alone")
    terminal.says("chances.round-1", dict.fromkeys(ids, "13.57%"))
    assert not terminal.session.all(CauseJudged)
    assert "0.1357" not in "\n".join(canonical(event) for event in terminal.events)
    terminal.says("chances.round-1", dict.fromkeys(ids, "50%"))
    assert terminal.question.key == "pair.talk"


def test_the_chance_that_decides_whether_a_check_pays_is_talked_about_in_hours() -> None:
    terminal = at_the_chances()
    ids = [view.id for view in causes(terminal.session)]
    both(
        terminal,
        "chances.round-1",
        dict(zip(ids, ("10%", "10%", "60%"), strict=True)),
        dict(zip(ids, ("10%", "15%", "10%"), strict=True)),
    )
    assert "Talk about this one, three minutes: “the reward explodes” (ana 60 %, ben 10 %)" in said(terminal)
    assert "5 h of a run that costs 10 h" in said(terminal)
    table = next(each for each in exhibits(terminal) if isinstance(each, Grid))
    assert [row[-1] for row in table.rows] == ["5 h", "30 min", "nothing"]


def test_the_pool_of_the_chances_stands_on_the_card_of_each_cause_which_asks_the_facts_openly() -> None:
    terminal = at_the_chances()
    ids = [view.id for view in causes(terminal.session)]
    both(terminal, "chances.round-1", dict.fromkeys(ids, "60%"), dict.fromkeys(ids, "20%"))
    terminal.says("pair.talk", {"next": "keep"})
    terminal.says("pair.pool", {"pool": "log"})
    one = (1.5 * 0.25) ** 0.5
    pool = one / (1 + one)
    assert [view.probability for view in causes(terminal.session)] == pytest.approx([pool] * len(ids))
    assert [view.owner for view in causes(terminal.session)] == [None] * len(ids)
    assert terminal.question.key == f"thinking.{ids[0]}"
    assert not terminal.question.asked_of
    form = terminal.question.form
    assert isinstance(form, Card)
    shown = form.fields[0].suggested
    assert shown == "38%"
    terminal.says(terminal.question.key, {"chance": shown, "owner": "mine"})
    first = causes(terminal.session)[0]
    assert first.owner == "mine"
    assert first.probability == pytest.approx(pool, abs=1e-12)


def test_one_who_walks_alone_is_asked_for_the_chance_on_the_card_alone() -> None:
    alone = Rehearsal("premortem")
    alone.walk((*PLAN, ("plan.logs", None), ("predictions.success", ["return above 18 at the end: 60%"])))
    alone.says("doubt.round-1", risk("60%"))
    alone.says("causes.own-1", ["the disk is full", "enough: no more"])
    alone.says("catalogue.picks-1", [])
    assert alone.question.key.startswith("thinking.")
    form = alone.question.form
    assert isinstance(form, Card)
    assert form.fields[0].suggested == ""


def test_lists_with_lines_that_look_alike_are_kept_apart_by_an_empty_answer() -> None:
    terminal = at_the_causes()
    for _ in range(2):
        terminal.says("causes.own-1", [f"{terminal.pairing.turn} had no disk left", "enough: no more"])
    assert not terminal.question.optional
    terminal.types("")
    assert len(terminal.session.all(CauseAdded)) == 2
