"""Two people judge apart: what each is asked, what the other sees of it, and every way in which it can go wrong."""

from __future__ import annotations

import pytest

from coach.errors import AnswerError, UsageError
from coach.session.canonical import canonical
from coach.session.event.common import Withdrawn
from coach.session.event.hypothesis import CatchAllGiven, HypothesisAdded, PriorsGiven
from coach.session.event.pairing import (
    BlindCommitted,
    Dissented,
    KeyboardPassed,
    Paired,
    Pooled,
    Revealed,
    Talked,
)
from coach.session.event.premortem import DoubtRated
from coach.session.fold import fold
from coach.session.pairing.heading import swap_is_due, who_now
from coach.session.pairing.people import holder, joined_by, named, people
from coach.session.pairing.rounds import commitment, find_round
from coach.session.worklog import four_logs
from tests.session.rehearsal import Rehearsal
from tests.session.two_people import FRAME, PLAN, Terminal, at_the_doubt, both, event_of, pooled_odds, risk

DOUBT = "doubt.round-1"


def two_at_the_doubt() -> tuple[Terminal, Terminal]:
    ana, ben = at_the_doubt("ana"), Terminal("premortem", "ben")
    ben.events = list(ana.events)
    return ana, ben


def texts(terminal: Terminal) -> str:
    return "\n".join(canonical(event) for event in terminal.events)


def rated(terminal: Terminal) -> list[float]:
    return [body.probability for body in terminal.session.all(DoubtRated)]


def test_whoever_walks_alone_sees_no_trace_of_pairing() -> None:
    alone = Rehearsal("premortem")
    alone.walk((*PLAN, ("plan.logs", None), ("predictions.success", ["return above 18 at the end: 60%"])))
    assert people(alone.session) == ()
    assert alone.question.text.startswith("How surprised")
    alone.says(DOUBT, risk("30%"))
    assert "pair" not in "".join(event.body.kind for event in alone.events)


def test_at_one_keyboard_each_is_asked_in_turn_and_the_other_looks_away() -> None:
    terminal = at_the_doubt()
    assert terminal.question.text.startswith("ana, alone; ben looks away: How surprised")
    terminal.says(DOUBT, risk("61%"))
    assert terminal.question.text.startswith("ben, alone; ana looks away: How surprised")
    terminal.says(DOUBT, risk("20%", "quite"))
    assert terminal.question.key == "pair.talk"


def test_facts_are_answered_once_for_both() -> None:
    terminal = Terminal("premortem")
    assert terminal.question.key == "plan.question"
    assert "alone" not in terminal.question.text


def test_an_answer_stands_in_no_event_before_everybody_has_committed() -> None:
    ana, ben = two_at_the_doubt()
    ana.says(DOUBT, risk("61.7%"))
    assert "0.617" not in texts(ana)
    ben.pulls(ana)
    assert "0.617" not in texts(ben)
    assert ben.pairing.progress == {"ana": (1, 1), "ben": (0, 1)}
    ben.says(DOUBT, risk("20%", "quite"))
    assert "0.617" not in texts(ben)
    ana.pulls(ben)
    assert "0.617" in texts(ana)


def test_whoever_is_done_waits_and_is_told_for_whom() -> None:
    ana, _ = two_at_the_doubt()
    ana.says(DOUBT, risk("61%"))
    assert ana.question.key == "pair.wait"
    assert ana.question.text == "Wait for ben?"
    assert ana.question.waits
    ana.says("pair.wait", "wait")
    assert ana.question.key == "pair.wait"


def test_the_two_answers_become_their_log_pool_after_the_talk() -> None:
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    terminal.says("pair.talk", {"next": "keep"})
    terminal.says("pair.pool", {"pool": "log"})
    odds = (1.5 * 0.25) ** 0.5
    assert rated(terminal) == [pytest.approx(odds / (1 + odds))]
    pooled = terminal.session.last(Pooled)
    assert pooled is not None
    assert pooled.people == ("ana", "ben")
    assert terminal.question.key.startswith("causes.own")


def test_the_plain_mean_can_be_taken_instead_and_dissent_is_kept() -> None:
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    terminal.says("pair.talk", {"next": "keep"})
    terminal.says("pair.pool", {"pool": "linear", "dissent-1": "It will hold."})
    assert rated(terminal) == [pytest.approx(0.4)]
    assert terminal.session.all(Dissented) == (
        Dissented(questions=(DOUBT,), person="ben", text="It will hold."),
    )
    assert "ben does not go along: It will hold." in [
        line.text for line in four_logs(terminal.session).thinking
    ]


def test_each_may_revise_alone_once_and_starts_from_their_own_number() -> None:
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%", "quite"))
    terminal.says("pair.talk", {"next": "again"})
    person = terminal.pairing.turn
    form = terminal.question.form
    own = {"ana": "60%", "ben": "20%"}[person]
    assert [field.suggested for field in getattr(form, "fields", ())][1] == own
    assert f"{person}, alone once more" in terminal.question.text
    both(terminal, DOUBT, risk("50%"), risk("50%"))
    assert terminal.question.key == "pair.pool"
    terminal.says("pair.pool", {"pool": "log"})
    assert rated(terminal) == [pytest.approx(0.5)]


def test_of_two_answers_before_the_opening_the_last_one_counts() -> None:
    ana, ben = two_at_the_doubt()
    ana.says(DOUBT, risk("90%"))
    ana.events.append(event_of(ana, Withdrawn(targets=(ana.events[-1].id,))))
    ana.says(DOUBT, risk("60%"))
    ben.pulls(ana)
    ben.says(DOUBT, risk("20%"))
    ana.pulls(ben)
    done = find_round(ana.session, DOUBT, 1)
    assert '"chance":0.6' in done.answers["ana"][-1]
    assert "0.9" not in texts(ana)


def test_two_terminals_of_one_person_the_later_commitment_counts() -> None:
    ana, ben = two_at_the_doubt()
    laptop = Terminal("premortem", "ana")
    laptop.events, laptop.name = list(ana.events), "laptop"
    ana.says(DOUBT, risk("90%"))
    laptop.events.append(event_of(laptop, laptop.events[-1].body))
    laptop.says(DOUBT, risk("60%"))
    laptop.pulls(ana)
    ben.pulls(laptop)
    ben.says(DOUBT, risk("20%"))
    laptop.pulls(ben)
    ana.pulls(laptop)
    assert len(ana.session.all(BlindCommitted)) == 3
    assert '"chance":0.6' in find_round(ana.session, DOUBT, 1).answers["ana"][-1]


def test_what_somebody_commits_to_after_their_answer_is_open_does_not_count() -> None:
    ana, ben = two_at_the_doubt()
    ana.says(DOUBT, risk("60%"))
    ben.pulls(ana)
    ben.says(DOUBT, risk("20%"))
    ana.pulls(ben)
    answer = '{"chance":0.59,"level":"somewhat"}'
    digest = commitment(DOUBT, 1, "ben", answer, "salt")
    before = find_round(ana.session, DOUBT, 1).answers
    ana.add(BlindCommitted(question=DOUBT, round=1, person="ben", digest=digest))
    ana.add(
        Revealed(question=DOUBT, round=1, person="ben", digest=digest, answer=answer, salt="salt"),
    )
    assert len(before) == 2
    assert find_round(ana.session, DOUBT, 1).answers == before


def test_who_joined_at_another_terminal_is_not_asked_at_the_one_keyboard_nor_takes_it() -> None:
    one = at_the_doubt()
    one.add(Paired(people=("ana", "ben", "cy"), keyboard="ana"))
    assert one.pairing.here == ("ana", "ben")
    assert who_now(one.session, one.pairing) == "ana, alone; ben looks away"
    one.add(BlindCommitted(question=DOUBT, round=1, person="cy", digest="0" * 64))
    assert holder(one.session) == "ana"
    assert who_now(one.session, None) == "ana types, ben asks"
    both(one, DOUBT, risk("60%"), risk("20%"))
    assert who_now(one.session, one.pairing) == "waiting for cy"


def shown(terminal: Terminal) -> list[str]:
    """Give the sentences that stand beside what is asked."""
    step = terminal.position.step
    return [getattr(each, "text", "") for each in step.exhibits] if step else []


def test_an_answer_that_opens_but_is_none_is_named_and_nobody_is_said_to_agree() -> None:
    ana, _ = two_at_the_doubt()
    ana.says(DOUBT, risk("60%"))
    digest = commitment(DOUBT, 1, "ben", "[1", "salt")
    opens = Revealed(question=DOUBT, round=1, person="ben", digest=digest, answer="[1", salt="salt")
    ana.add(BlindCommitted(question=DOUBT, round=1, person="ben", digest=digest), opens)
    ana.opens()
    assert "What ben answered cannot be read: it is kept and does not count." in shown(ana)
    assert not any("agree is no evidence" in each for each in shown(ana))


def test_a_partner_who_never_answers_is_released_by_agreement_and_the_log_says_so() -> None:
    ana, _ = two_at_the_doubt()
    ana.says(DOUBT, risk("60%"))
    ana.says("pair.wait", "without")
    assert ana.question.key == "pair.talk"
    assert ana.question.text.startswith("ana and ben: here is what ana alone answered.")
    assert "Only ana has said a number, so there is nothing to compare it with." in shown(ana)
    assert not any("agree is no evidence" in each for each in shown(ana))
    ana.says("pair.talk", {"next": "keep"})
    ana.says("pair.pool", {"pool": "log"})
    assert rated(ana) == [pytest.approx(0.6)]
    assert ana.session.last(Pooled) == Pooled(questions=(DOUBT,), people=("ana",), pool="log")


def test_a_lost_cache_is_answered_again_and_said_not_to_be_blind() -> None:
    ana, ben = two_at_the_doubt()
    ana.says(DOUBT, risk("60%"))
    ana.secrets.clear()
    ben.pulls(ana)
    ben.says(DOUBT, risk("20%"))
    ana.pulls(ben)
    ben.pulls(ana)
    ana.pulls(ben)
    assert ana.question.key == DOUBT
    ana.says(DOUBT, risk("40%"))
    assert ana.question.key == "pair.talk"
    done = find_round(ana.session, DOUBT, 1)
    assert done.saw_first == ("ana",)
    said = [getattr(each, "text", "") for each in ana.position.step.exhibits] if ana.position.step else []
    assert any("not blind" in each for each in said)


def test_what_does_not_fit_its_commitment_is_kept_and_named_and_does_not_count() -> None:
    ana, ben = two_at_the_doubt()
    ana.says(DOUBT, risk("60%"))
    ben.pulls(ana)
    ben.says(DOUBT, risk("20%"))
    mine = [event for event in ben.events if isinstance(event.body, BlindCommitted)][-1].body
    assert isinstance(mine, BlindCommitted)
    ben.events = [each for each in ben.events if not isinstance(each.body, Revealed)]
    forged = Revealed(
        question=DOUBT,
        round=1,
        person="ben",
        digest=mine.digest,
        answer='{"chance":0.9,"level":"somewhat"}',
        salt="none",
    )
    ben.events.append(event_of(ben, forged))
    ana.pulls(ben)
    done = find_round(ana.session, DOUBT, 1)
    assert done.misfits == ("ben",)
    assert "ben" not in done.answers
    assert ana.question.key == "pair.wait"
    ben.pulls(ana)
    assert '"chance":0.2' in find_round(ben.session, DOUBT, 1).answers["ben"][-1]


def test_an_answer_that_was_opened_and_cannot_be_read_counts_for_nobody() -> None:
    terminal = at_the_doubt()
    both(terminal, DOUBT, risk("60%"), risk("20%"))
    done = find_round(terminal.session, DOUBT, 1)
    from coach.session.pairing.judged import answers  # noqa: PLC0415 - what this test is about

    step = terminal.pairing.steps[DOUBT]
    broken = {"ana": ("[[[",), "ben": done.answers["ben"], "cy": ('{"level":"no such"}',)}
    from dataclasses import replace  # noqa: PLC0415 - as above

    assert answers(step, replace(done, answers=broken)).keys() == {"ben"}


def test_opened_answers_cannot_be_taken_back_any_more() -> None:
    terminal = at_the_doubt()
    terminal.says(DOUBT, risk("60%"))
    turn = terminal.session.undoable_by("ana", "ben")
    assert turn is not None
    assert isinstance(turn.events[0].body, BlindCommitted)
    terminal.says(DOUBT, risk("20%"))
    assert terminal.session.undoable_by("ana", "ben") is None


def test_lists_are_written_apart_then_merged_with_their_authors() -> None:
    terminal = Terminal("stuck")
    terminal.walk(FRAME)
    terminal.goes_on_to("hypotheses.own")
    both(
        terminal,
        "hypotheses.own",
        ["the disk is full", "a bad seed", "wrong branch"],
        ["disk is full at night", "a bad seed", "the reward is huge"],
    )
    assert terminal.question.key == "pair.lists"
    assert terminal.question.text == "ana and ben: which of these are one and the same?"
    assert not terminal.session.all(HypothesisAdded)
    terminal.says("pair.lists", "1")
    added = [body.text for body in terminal.session.all(HypothesisAdded)]
    assert sorted(added) == ["a bad seed", "the disk is full", "the reward is huge", "wrong branch"]
    pooled = terminal.session.last(Pooled)
    assert pooled is not None
    assert pooled.authors["the disk is full"] == ("ana", "ben")
    assert pooled.authors["wrong branch"] == ("ana",)
    thoughts = [line.text for line in four_logs(terminal.session).thinking]
    assert "Could be: the disk is full (ana, ben)" in thoughts
    assert "Could be: wrong branch (ana)" in thoughts


def test_a_list_wants_as_many_lines_of_each_as_of_one_alone() -> None:
    terminal = Terminal("stuck")
    terminal.walk(FRAME)
    terminal.goes_on_to("hypotheses.own")
    with pytest.raises(AnswerError, match="1 more would be good"):
        terminal.says("hypotheses.own", ["a", "b"])
    terminal.says("hypotheses.own", ["a", "b", "enough: I know no more"])
    assert terminal.pairing.turn == "ben"


def test_odds_and_what_is_on_no_list_become_one_belief() -> None:
    terminal = pooled_odds()
    beyond, priors = terminal.session.last(CatchAllGiven), terminal.session.last(PriorsGiven)
    assert beyond is not None
    assert priors is not None
    named = [((0.8 * a) * (0.6 * b)) ** 0.5 for a, b in ((0.6, 0.2), (0.3, 0.3), (0.1, 0.5))]
    other = (0.2 * 0.4) ** 0.5
    assert beyond.probability == pytest.approx(other / (other + sum(named)))
    weights = list(priors.weights.values())
    assert [w / sum(weights) for w in weights] == pytest.approx([each / sum(named) for each in named])


def test_each_is_asked_what_would_make_true_what_they_believe_least() -> None:
    talked = pooled_odds().session.last(Talked)
    assert talked is not None
    assert talked.least == {"ana": "a seed that was never tried"}


def test_the_keyboard_goes_round_with_the_blind_answers_and_can_be_passed() -> None:
    terminal = at_the_doubt()
    assert holder(terminal.session) == "ana"
    both(terminal, DOUBT, risk("60%"), risk("20%"))
    assert holder(terminal.session) == "ben"
    terminal.says("pair.talk", {"next": "again"})
    assert terminal.pairing.turn == "ben"
    terminal.add(KeyboardPassed(to="ana"))
    assert terminal.pairing.turn == "ana"


def test_a_swap_is_proposed_after_ten_minutes_of_one_person_typing() -> None:
    terminal = at_the_doubt()
    assert swap_is_due(terminal.session) == ""
    late = terminal.events[-1]
    from datetime import timedelta  # noqa: PLC0415 - only here

    terminal.events[-1] = late.model_copy(update={"at": late.at + timedelta(minutes=11)})
    assert swap_is_due(fold(terminal.events)) == "ben"


def test_what_stands_above_a_page_says_whose_turn_it_is() -> None:
    ana, ben = two_at_the_doubt()
    assert who_now(ana.session, ana.pairing) == "ana, alone"
    ana.says(DOUBT, risk("60%"))
    assert who_now(ana.session, ana.pairing) == "waiting for ben"
    one = at_the_doubt()
    assert who_now(one.session, one.pairing) == "ana, alone; ben looks away"
    assert who_now(one.session, None) == "ana types, ben asks"
    assert ben.pairing.turn == "ben"


@pytest.mark.parametrize(
    "names",
    [
        ["ana"],
        ["ana", "Ana"],
        ["ana", ""],
        ["a\nb", "c\x1b[2J"],
        ["x" * 41, "y"],
        ["coach", "ana"],
        ["jos\u00e9", "jose\u0301"],
    ],
)
def test_names_that_are_none_are_refused(names: list[str]) -> None:
    with pytest.raises(UsageError):
        named(names)


@pytest.mark.parametrize("name", ["Ana", "", "  ", "x" * 41, "a\x1b[2Jb", "Coach"])
def test_nobody_joins_under_no_name_or_one_that_others_would_take_for_another(name: str) -> None:
    with pytest.raises(UsageError):
        joined_by(("ana", "ben"), name)


def test_a_ninth_person_is_refused_and_whoever_is_in_may_come_back() -> None:
    everybody = tuple("abcdefgh")
    assert joined_by(everybody, "h") == everybody
    with pytest.raises(UsageError, match="8 people"):
        joined_by(everybody, "i")
    assert joined_by(("x" * 50,), " ben ") == ("x" * 50, "ben")
