"""What two people see of one another's numbers: the next step of each, the number it hangs on, in hours."""

from __future__ import annotations

from coach.session.exhibit import Grid, Say
from coach.session.pairing.compare import compared
from coach.session.pairing.side_by_side import side_by_side
from tests.session.two_people import Terminal, at_the_doubt, both, risk, weighed

FIRST, SECOND = ("10%", "30%", "60%"), ("30%", "60%", "10%")


def odds_given(ana: tuple[str, ...], ben: tuple[str, ...]) -> Terminal:
    """Give an investigation in which both have given odds apart, and 30 % for something else."""
    terminal = weighed()
    ids = [row.id for row in getattr(terminal.question.form, "rows", ())]
    while terminal.question.key.startswith("odds."):
        own = ana if terminal.pairing.turn == "ana" else ben
        is_table = terminal.question.key == "odds.priors"
        terminal.says(terminal.question.key, dict(zip(ids, own, strict=True)) if is_table else "30%")
    return terminal


def said(terminal: Terminal) -> list[str]:
    found = side_by_side(terminal.place, terminal.pairing).exhibits
    return [each.text for each in found if isinstance(each, Say)]


def test_the_number_that_the_next_step_hangs_on_is_named_with_its_hours_and_what_would_settle_it() -> None:
    terminal = odds_given(FIRST, SECOND)
    crux, step, settles, *_ = said(terminal)
    assert "look first at" in step
    assert "“reward-scale” before the evidence (ana 7 %, ben 21 %)" in crux
    assert "Being wrong there costs" in crux
    assert settles.startswith("What settles it is a fact")


def test_differences_stand_by_what_hangs_on_them_and_the_rest_is_said_not_to_matter() -> None:
    terminal = odds_given(FIRST, SECOND)
    found = compared(terminal.place, terminal.pairing)
    assert found is not None
    (between,) = found.pairs
    assert [each.hours for each in between.stakes] == sorted(
        (each.hours for each in between.stakes), reverse=True
    )
    table = next(
        each for each in side_by_side(terminal.place, terminal.pairing).exhibits if isinstance(each, Grid)
    )
    assert table.header == ("", "ana", "ben", "hangs on it")
    assert table.rows[-1][-1] == "nothing"
    assert any("leave them" in each for each in said(terminal))


def test_two_who_say_the_same_are_told_that_this_is_no_evidence_of_being_right() -> None:
    terminal = odds_given(FIRST, FIRST)
    assert "no evidence of being right" in said(terminal)[-1]
    assert not side_by_side(terminal.place, terminal.pairing).is_worth_talking
    assert terminal.question.text.endswith("Nothing in it is worth a talk.")


def test_two_who_differ_in_how_likely_it_fails_are_told_in_hours_of_the_run() -> None:
    terminal = at_the_doubt()
    both(terminal, "doubt.round-1", risk("61%"), risk("20%", "quite"))
    first, *_ = said(terminal)
    assert first.startswith("Between you lie 4.1 h of a run that costs 10 h.")
    assert "ana, how does it fail" in first
    assert "ben, what makes you think it holds" in first
