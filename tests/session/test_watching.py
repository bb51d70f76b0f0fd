"""What is told of a run is a function of the session, of what the logs hold, and of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from coach.session.event import Event
from coach.session.event.common import Opened, RunLengthGiven, RunPriceGiven, Sealed, Stated
from coach.session.event.launch import RunEnded, RunStarted
from coach.session.event.watching import LookTaken, StopAllowed, StopAsked
from coach.session.fold import Session, fold
from coach.session.watching import (
    Caps,
    LogsHold,
    WatchedClaim,
    WatchedSymptom,
    early_looks,
    next_look,
    standing_line,
    standing_words,
    tidings,
    to_be_stopped,
)

START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
WIRE = WatchedClaim("w1", "max(kl) < 0.1", "tripwire", None, "0.02 so far")
GOING = LogsHold(
    claims=(WIRE,),
    began=START,
    newest=START + timedelta(hours=1),
    usual_gap=timedelta(minutes=2),
)


def session(*bodies: Any) -> Session:
    said = (Opened(method="premortem", title="PPO", playbook=""), *bodies)
    return fold(
        Event(
            id=f"{place:03d}", at=START - timedelta(hours=1, seconds=-place), by="mira", turn="000", body=body
        )
        for place, body in enumerate(said)
    )


def told(
    logs: LogsHold, minutes: float, *bodies: Any, hours: float | None = None, dollars: float | None = None
) -> list[tuple[str, str]]:
    now = START + timedelta(minutes=minutes)
    return [
        (each.kind, each.says) for each in tidings(session(*bodies), logs, now, UTC, Caps(hours, dollars))
    ]


def test_while_nothing_is_the_matter_nothing_is_told() -> None:
    assert told(GOING, 61) == []
    assert standing_words(GOING) == "nothing has tripped"


def test_a_tripwire_that_fired_is_told_before_all_else() -> None:
    fired = GOING._replace(
        claims=(WIRE._replace(held=False, says="0.3 at step 900"),),
        symptoms=(WatchedSymptom("loss-diverged", "loss", "the loss grows"),),
    )
    assert told(fired, 61) == [
        ("tripped", "kl reaches 0.1: 0.3 at step 900"),
        ("symptom", "the loss grows"),
    ]


def test_a_claim_of_success_that_fails_is_no_tripwire() -> None:
    failed = GOING._replace(claims=(WIRE._replace(role="success", held=False),))
    assert told(failed, 61) == []


def test_a_silence_of_three_usual_gaps_is_a_stall_and_one_of_less_is_none() -> None:
    assert told(GOING, 65.9) == []
    assert told(GOING, 66.1) == [
        ("stalled", "no new step for 6 min; 95 % of the gaps before were under 2 min")
    ]


def test_a_run_with_quick_records_is_given_a_minute() -> None:
    quick = GOING._replace(usual_gap=timedelta(seconds=1))
    assert told(quick, 60.9) == []
    assert [kind for kind, _ in told(quick, 61.1)] == ["stalled"]


def test_each_stall_is_told_anew_and_one_only_once() -> None:
    keys = {
        each.key
        for minutes in (70, 71, 72)
        for each in tidings(session(), GOING, START + timedelta(minutes=minutes), UTC, Caps())
    }
    later = GOING._replace(newest=START + timedelta(hours=2))
    again = tidings(session(), later, START + timedelta(hours=3), UTC, Caps())
    assert len(keys) == 1
    assert again[0].key not in keys


def test_a_run_that_is_over_is_not_said_to_stall() -> None:
    over = GOING._replace(ending="a ended: it reached 100 of 100 planned steps")
    assert told(over, 600, hours=1) == [
        ("ended", "the run is over: a ended: it reached 100 of 100 planned steps; nothing has tripped")
    ]


def test_caps_in_hours_and_money_are_told_when_they_are_passed() -> None:
    logs = GOING._replace(newest=START + timedelta(minutes=180))
    length, price = RunLengthGiven(hours=10), RunPriceGiven(dollars=50)
    assert told(logs, 179, length, price, hours=3, dollars=15) == []
    assert told(logs, 181, length, price, hours=3, dollars=15) == [
        ("cap", "it has run for 3.0 h, over the cap of 3 h"),
        ("cap", "it has cost about $15, over the cap of $15"),
    ]
    assert told(logs, 181, length, dollars=1) == []  # nobody said what a run costs


def test_an_agreed_look_is_told_with_how_things_stand() -> None:
    looks = Stated(topic="look-times", text="at 10:00 and at 14:30")
    logs = GOING._replace(newest=START + timedelta(hours=6))
    assert told(GOING, 59, looks) == []
    assert told(GOING, 61, looks) == [("look", "this is the look agreed for 10:00; nothing has tripped")]
    assert told(logs, 360, looks) == [("look", "this is the look agreed for 14:30; nothing has tripped")]
    coming = next_look(session(looks), GOING, START + timedelta(minutes=61), UTC)
    assert coming == START + timedelta(hours=5.5)


def test_looks_before_an_agreed_one_are_counted_and_others_are_not() -> None:
    early = LookTaken(agreed=START + timedelta(hours=1))
    assert early_looks(session(early, LookTaken(), early)) == 2


def test_logs_that_cannot_be_read_are_told_once() -> None:
    broken = LogsHold(problem="there is no such folder")
    assert told(broken, 1) == [("unreadable", "there is no such folder")]


SEALED = Sealed(what="premortem", covers=("000", "001"), digest="0" * 64)
LAUNCHED = RunStarted(run="r260314-090000-ab", command="python train.py")
FIRED = GOING._replace(claims=(WIRE._replace(held=False, says="0.3 at step 900"),))


def test_a_run_is_stopped_only_where_a_tripwire_fired_and_that_was_allowed_before_the_seal() -> None:
    run = (LAUNCHED.run,)
    assert to_be_stopped(session(StopAllowed(), SEALED, LAUNCHED), FIRED) == run
    assert to_be_stopped(session(StopAllowed(), SEALED, LAUNCHED), GOING) == ()
    assert to_be_stopped(session(SEALED, StopAllowed(), LAUNCHED), FIRED) == ()
    assert to_be_stopped(session(SEALED, LAUNCHED), FIRED) == ()
    assert to_be_stopped(session(StopAllowed(), LAUNCHED), FIRED) == ()


def test_a_run_is_asked_to_stop_once_and_not_after_its_end() -> None:
    asked, ended = StopAsked(run=LAUNCHED.run), RunEnded(run=LAUNCHED.run, exit_status=0)
    assert to_be_stopped(session(StopAllowed(), SEALED, LAUNCHED, asked), FIRED) == ()
    assert to_be_stopped(session(StopAllowed(), SEALED, LAUNCHED, ended), FIRED) == ()


def test_that_a_tripwire_stops_the_run_is_said_only_where_one_was_sealed() -> None:
    known, now = session(StopAllowed(), SEALED, LAUNCHED), START + timedelta(minutes=61)
    assert standing_line(known, GOING, now, UTC) == "Nothing has tripped; a tripwire stops it."
    unwired = GOING._replace(claims=())
    assert standing_line(known, unwired, now, UTC) == "No tripwire was sealed."
