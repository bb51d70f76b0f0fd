"""The walk before a launch, walked without a screen."""

from __future__ import annotations

import pytest

from coach.errors import AnswerError
from coach.reasoning.scale import SURPRISE
from coach.session.causes import causes, doubts, predictions
from coach.session.event.common import Opened, PlaybookChosen, Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import (
    CauseAdded,
    CauseJudged,
    DoubtRated,
    LaunchDecided,
    PredictionMade,
    RoundsEnded,
    RunJudged,
)
from coach.session.example_claims import example_claims
from coach.session.exhibit import Say
from coach.session.fold import fold
from coach.session.form import Card
from coach.session.premortem import launch
from coach.session.premortem.arithmetic import arithmetic, paying, progress, remaining
from coach.session.premortem.plan import prediction, split_claim
from tests.session.rehearsal import Rehearsal

VERY = SURPRISE[-1].name
SOMEWHAT = SURPRISE[2].name
PLAN: list[tuple[str, object]] = [
    ("plan.question", "does scaling rewards make it learn"),
    ("frame.run-length", "10h"),
    ("frame.run-price", ""),
    ("plan.both-outcomes", "yes: three seeds. no: look at the histogram"),
    ("plan.logs", "runs/next"),
    (
        "predictions.success",
        ["final(rollout/ep_rew_mean) >= 18: 60%", "it beats the random policy: very likely"],
    ),
    ("doubt.round-1", {"level": SOMEWHAT, "chance": "55%"}),
]
ROUND: list[tuple[str, object]] = [
    ("causes.own-1", ["wrong branch", "entropy dies", "disk fills up"]),
    ("catalogue.picks-1", ["entropy-collapse"]),
    (
        "thinking.wrong-branch",
        {
            "chance": "10%",
            "owner": "mine",
            "shows": "the config",
            "prevent": "print it",
            "minutes": 5,
            "works": "90%",
        },
    ),
    ("thinking.entropy-dies", {"chance": "7%", "owner": "mine", "shows": "train/entropy > 0.1 throughout"}),
    (
        "thinking.disk-fills-up",
        {
            "chance": "5%",
            "owner": "outside",
            "prevent": "rebuild the cluster",
            "minutes": 600,
            "works": "even",
        },
    ),
    ("thinking.entropy-collapse", {"chance": "10%", "owner": "mine"}),
]


def decide_all(walk: Rehearsal) -> None:
    while walk.question.key.startswith("decisions."):
        walk.says(walk.question.key, {"decision": "done"})


def at_doubt_two() -> Rehearsal:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    decide_all(walk)
    return walk


def at_watching() -> Rehearsal:
    walk = at_doubt_two()
    walk.says("doubt.round-2", {"level": VERY})
    return walk


def sealed() -> Rehearsal:
    walk = at_watching()
    walk.says("watching.offered", "all")
    walk.says("watching.own", [])
    walk.says("watching.look-times", "after one hour")
    walk.says("watching.estimate", {"hours": "12h"})
    walk.says("launch.seal", "")
    return walk


def test_a_whole_premortem_ends_sealed_and_launched() -> None:
    walk = sealed()
    assert walk.session.last(Sealed) is not None
    walk.says("launch.decide", {"decision": "launch"})
    assert walk.session.last(LaunchDecided) == LaunchDecided(go=True)
    assert walk.question.waits


def test_the_loop_ends_when_failure_would_be_very_surprising_and_no_check_pays() -> None:
    walk = at_doubt_two()
    walk.says("doubt.round-2", {"level": VERY})
    assert walk.question.key == "watching.offered"


def test_the_loop_goes_on_while_failure_would_not_surprise() -> None:
    walk = at_doubt_two()
    walk.says("doubt.round-2", {"level": SOMEWHAT})
    walk.says("again.decide-2", {"next": "again"})
    assert walk.question.key == "causes.own-2"
    walk.says("causes.own-2", ["the loader repeats one shard"])
    walk.says("catalogue.picks-2", "none") if walk.question.key == "catalogue.picks-2" else None
    walk.says("thinking.the-loader-repeats-one-shard", {"chance": "5%", "owner": "mine"})
    walk.says("decisions.the-loader-repeats-one-shard", {"decision": "accepted"})
    walk.says("doubt.round-3", {"level": VERY})
    assert [body.round for body in doubts(walk.session)] == [1, 2, 3]


def test_the_loop_goes_on_to_the_tripwires_unless_another_round_is_asked_for() -> None:
    walk = at_doubt_two()
    walk.says("doubt.round-2", {"level": SOMEWHAT})
    walk.says("again.decide-2", {})
    assert walk.session.last(RoundsEnded) == RoundsEnded(reason="")
    assert walk.question.key == "watching.offered"


def test_a_word_on_why_the_loop_ends_is_kept() -> None:
    walk = at_doubt_two()
    walk.says("doubt.round-2", {"level": SOMEWHAT})
    walk.says("again.decide-2", {"next": "content", "reason": "it is a cheap run"})
    assert walk.session.last(RoundsEnded) == RoundsEnded(reason="it is a cheap run")


def test_the_free_list_comes_before_the_catalogue() -> None:
    walk = at_doubt_two()
    assert walk.asked.index("causes.own-1") < walk.asked.index("catalogue.picks-1")


def test_listed_doubt_is_held_against_felt_doubt() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    sums = arithmetic(walk.session)
    assert sums is not None
    assert sums.listed == pytest.approx(1 - 0.9 * 0.93 * 0.95 * 0.9)
    assert sums.holistic == pytest.approx(0.55)
    assert sums.leak > 0.1
    assert "not named" in sums.says or "something" in sums.says


def test_a_check_that_costs_more_than_it_saves_does_not_pay() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    assert "wrong-branch" in paying(walk.session)
    assert "disk-fills-up" not in paying(walk.session)


def test_accepting_a_risk_whose_check_pays_needs_a_reason() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    key = walk.question.key
    assert key.removeprefix("decisions.") in paying(walk.session)
    with pytest.raises(AnswerError, match="reason"):
        walk.says(key, {"decision": "accepted"})


def test_what_was_done_lowers_what_is_left_of_the_listed_doubt() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    before = remaining(walk.session)
    decide_all(walk)
    assert remaining(walk.session) < before
    said, _ = progress(walk.session)
    assert isinstance(said, Say)
    assert said.text.endswith(f"after what you have done, {100 * remaining(walk.session):.0f} % is left.")
    assert paying(walk.session) == ()


def test_felt_doubt_is_held_against_the_list_as_it_stood_when_it_was_felt() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    before = arithmetic(walk.session)
    decide_all(walk)
    after = arithmetic(walk.session)
    assert before is not None
    assert after is not None
    assert after.listed == pytest.approx(before.listed)
    walk.says("doubt.round-2", {"level": SOMEWHAT, "chance": "40%"})
    rated_again = arithmetic(walk.session)
    assert rated_again is not None
    assert rated_again.listed == pytest.approx(remaining(walk.session))


def test_a_prevention_needs_its_minutes() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND[:2]])
    with pytest.raises(AnswerError, match="minutes"):
        walk.says("thinking.wrong-branch", {"chance": "10%", "owner": "mine", "prevent": "print it"})


def test_the_playbook_fills_in_what_it_knows() -> None:
    walk = at_doubt_two()
    view = next(view for view in causes(walk.session) if view.id == "entropy-collapse")
    assert view.shows == "train/entropy > 0.1 throughout"
    assert view.prevention is not None
    assert view.prevention.editorial


def test_where_few_causes_are_ones_own_the_coach_asks_what_you_did() -> None:
    walk = Rehearsal("premortem")
    walk.walk(PLAN)
    walk.says("causes.own-1", ["power cut", "bad disk", "noisy neighbour"])
    walk.says("catalogue.picks-1", "none")
    for cause in ("power-cut", "bad-disk", "noisy-neighbour"):
        walk.says(f"thinking.{cause}", {"chance": "5%", "owner": "outside"})
    assert walk.question.key == "causes.mine"


def test_launching_against_ones_own_doubt_needs_a_reason() -> None:
    walk = at_doubt_two()
    walk.says("doubt.round-2", {"level": SOMEWHAT, "chance": "45%"})
    walk.says("again.decide-2", {"next": "content", "reason": "cheap"})
    walk.walk(
        [
            ("watching.offered", "none"),
            ("watching.own", []),
            ("watching.look-times", "never"),
            ("watching.estimate", {"hours": "10h"}),
            ("launch.seal", ""),
        ]
    )
    with pytest.raises(AnswerError, match="45 %"):
        walk.says("launch.decide", {"decision": "launch"})


def test_no_run_tonight_is_a_proper_end() -> None:
    walk = sealed()
    walk.says("launch.decide", {"decision": "no run tonight"})
    walk.says("outcome.close", "")
    assert walk.position.step is None
    assert walk.session.is_closed


def test_tripwires_carry_the_cause_they_give_away() -> None:
    walk = sealed()
    wires = [view.made for view in predictions(walk.session) if view.made.role == "tripwire"]
    assert {wire.cause for wire in wires} == {"entropy-dies", "entropy-collapse"}
    assert all(0.8 < wire.probability < 1 for wire in wires)


def test_afterwards_each_open_claim_is_judged_and_the_cause_named() -> None:
    walk = sealed()
    walk.says("launch.decide", {"decision": "launch"})
    walk.says("outcome.run", {"cause": "other", "text": "the scheduler killed it", "hours": "30h"})
    judged = walk.session.last(RunJudged)
    assert judged is not None
    assert judged.failed
    assert judged.hours == pytest.approx(30)
    while walk.question.key.startswith("outcome.claim."):
        walk.says(walk.question.key, "no")
    walk.says("outcome.lesson", "ask for a longer slot")
    walk.says("outcome.close", "")
    assert walk.session.is_closed


@pytest.mark.parametrize(
    ("line", "claim", "chance"),
    [
        ("final(eval/return) >= 18: 60%", "final(eval/return) >= 18", 0.6),
        ("it works: likely", "it works", 0.675),
        ("mean(r, last 10%) > 15, 1:3", "mean(r, last 10%) > 15", 0.25),
        ("loss: below 2: even", "loss: below 2", 0.5),
        ("final(a) > 3; 0.7", "final(a) > 3", 0.7),
        ("return above 1300: 30", "return above 1300", 0.3),
    ],
)
def test_a_claim_and_its_chance_are_told_apart(line: str, claim: str, chance: float) -> None:
    said, probability = split_claim(line)
    assert said == claim
    assert probability == pytest.approx(chance)


def test_a_claim_without_a_chance_is_asked_for_one() -> None:
    with pytest.raises(AnswerError, match="chance is missing"):
        split_claim("it will work")
    with pytest.raises(AnswerError, match="between 0 and 1"):
        split_claim("final(a) > 3: 130%")
    with pytest.raises(AnswerError, match="chance is missing"):
        split_claim("loss below 2,50")


def test_a_claim_is_made_once() -> None:
    session = fold(())
    made = prediction(session, "final(a) > 3: 60%", ())
    with pytest.raises(AnswerError, match="on the list already"):
        prediction(session, "final(a)>3: 70%", (made,))


def test_a_cheap_run_gets_a_short_premortem() -> None:
    walk = Rehearsal("premortem")
    walk.walk(
        [
            ("plan.question", "does it run at all"),
            ("frame.run-length", "1 min"),
            ("frame.pace", "short"),
            ("plan.logs", ""),
            ("predictions.success", ["it prints a loss: likely"]),
            ("doubt.round-1", {"level": SOMEWHAT}),
            ("causes.own-1", ["typo", "wrong path", "no data"]),
            ("launch.seal", ""),
        ]
    )
    assert walk.question.key == "launch.decide"


def test_a_launch_is_never_chosen_for_anybody_whatever_is_felt() -> None:
    walk = sealed()
    form = walk.question.form
    assert isinstance(form, Card)
    assert [field.suggested for field in form.fields] == ["", ""]
    with pytest.raises(AnswerError, match="nothing was chosen"):
        walk.says("launch.decide", {})


def test_launching_against_ones_own_list_needs_a_reason_although_failing_would_surprise() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND[:2]])
    while walk.question.key.startswith("thinking."):
        walk.says(walk.question.key, {"chance": "60%", "owner": "mine", "prevent": "-", "shows": "-"})
    while walk.question.key.startswith("decisions."):
        walk.says(walk.question.key, {"decision": "accepted"})
    walk.walk(
        [
            ("doubt.round-2", {"level": VERY}),
            ("watching.own", []),
            ("watching.look-times", "at the end"),
            ("watching.estimate", {"hours": "10h"}),
            ("launch.seal", ""),
        ]
    )
    assert remaining(walk.session) > 0.9
    with pytest.raises(AnswerError, match="by your list of causes"):
        walk.says("launch.decide", {"decision": "launch"})
    walk.says("launch.decide", {"decision": "launch", "reason": "it is cheap"})


def test_what_is_success_in_ones_own_words_is_no_way_to_see_a_failure() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND[:2]])
    with pytest.raises(AnswerError, match="you have called that success"):
        walk.says(
            "thinking.wrong-branch",
            {"chance": "10%", "owner": "mine", "shows": "rollout/ep_rew_mean at least 18 at the end"},
        )


def test_a_tripwire_about_a_claim_of_success_is_as_likely_to_hold_as_that_claim() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND[:2]])
    says = {"chance": "10%", "owner": "mine", "shows": "rollout/ep_rew_mean below 18 at the end"}
    walk.says("thinking.wrong-branch", says)
    while walk.question.key.startswith("thinking."):
        walk.says(walk.question.key, {"chance": "5%", "owner": "mine"})
    decide_all(walk)
    walk.says("doubt.round-2", {"level": VERY})
    walk.says("watching.offered", ["wrong-branch"])
    (wire,) = [view.made for view in predictions(walk.session) if view.made.role == "tripwire"]
    assert wire.text == "final(rollout/ep_rew_mean) >= 18"
    assert wire.probability == pytest.approx(0.6)


def test_a_tripwire_of_ones_own_is_said_by_what_one_sees_or_by_what_must_hold() -> None:
    walk = at_watching()
    walk.says("watching.offered", "none")
    walk.says("watching.own", ["a/kl rises above 0.1 by 200k: 10%", "max(a/norm) < 9: 80%"])
    wires = [view.made for view in predictions(walk.session) if view.made.role == "tripwire"]
    assert [wire.text for wire in wires] == ["a/kl <= 0.1 by 200k throughout", "max(a/norm) < 9"]
    assert [wire.probability for wire in wires] == pytest.approx([0.9, 0.8])


def test_a_bare_tag_among_ones_own_tripwires_is_what_one_sees_as_it_is_told_beside_the_line() -> None:
    walk = at_watching()
    walk.says("watching.offered", "none")
    step = walk.position.step
    assert step is not None
    assert step.beside is not None
    assert step.beside("train/entropy < 0.1: 10%") == "fires when train/entropy is below 0.1 at the end"
    walk.says("watching.own", ["train/entropy < 0.1: 10%", "a/b > 0.1 throughout by 2k: 90%"])
    wires = [view.made for view in predictions(walk.session) if view.made.role == "tripwire"]
    assert [wire.text for wire in wires] == ["final(train/entropy) >= 0.1", "a/b > 0.1 by 2k throughout"]
    assert [wire.probability for wire in wires] == pytest.approx([0.9, 0.9])


def test_contradictory_claims_are_refused_where_they_are_made() -> None:
    walk = Rehearsal("premortem")
    walk.walk(PLAN[:5])
    with pytest.raises(AnswerError, match="cannot both hold"):
        walk.says("predictions.success", ["final(a/b) >= 18: 60%", "final(a/b) < 10: 70%"])


def test_claims_that_came_to_contradict_one_another_are_not_sealed() -> None:
    walk = at_watching()
    walk.says("watching.offered", "none")
    walk.says("watching.own", [])
    walk.says("watching.look-times", "after one hour")
    walk.says("watching.estimate", {"hours": "12h"})
    walk.add(
        PredictionMade(
            prediction="another", text="final(rollout/ep_rew_mean) < 5", probability=0.7, role="success"
        )
    )
    with pytest.raises(AnswerError, match="cannot both hold"):
        walk.says("launch.seal", "")


def test_a_risk_accepted_with_a_reason_is_no_check_that_is_left() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND])
    while walk.question.key.startswith("decisions."):
        walk.says(walk.question.key, {"decision": "accepted", "reason": "cheap to see"})
    assert paying(walk.session)
    walk.says("doubt.round-2", {"level": VERY})
    assert walk.question.key == "watching.offered"


def test_the_end_of_the_list_and_the_catalogue_stand_on_one_sheet_and_so_do_checks_and_rating() -> None:
    walk = Rehearsal("premortem")
    walk.walk([*PLAN, *ROUND[:1]])
    assert [step.question.key for step in walk.sheet.steps] == ["catalogue.picks-1"]
    walk.walk(ROUND[1:])
    keys = [step.question.key for step in walk.sheet.steps]
    assert keys[-1] == "doubt.round-2"
    assert all(key.startswith("decisions.") for key in keys[:-1])


def said_before_the_launch(walk: Rehearsal) -> str:
    (step,) = launch.steps(walk.place)
    (said, *_) = step.exhibits
    assert isinstance(said, Say)
    return said.text


def test_a_chance_by_the_list_is_said_only_where_the_list_has_chances() -> None:
    bare = Rehearsal("premortem")
    bare.add(
        DoubtRated(round=1, level=VERY, probability=0.03),
        CauseAdded(cause="branch", text="started from the wrong branch", origin="own", round=1),
        Sealed(what="premortem", covers=(), digest=""),
    )
    assert said_before_the_launch(bare) == "Chance that it fails: 3 % as you feel it."
    bare.add(CauseJudged(cause="branch", probability=0.1, owner="mine"))
    assert "3 % as you feel it, 10 % by the causes on your list" in said_before_the_launch(bare)


def test_an_example_of_a_claim_is_in_the_words_of_the_work() -> None:
    supervised, agent = Rehearsal("premortem"), Rehearsal("premortem")
    supervised.add(PlaybookChosen(playbook="deep-learning", also=("fine-tuning",)))
    agent.add(PlaybookChosen(playbook="deep-learning", also=("policy-gradient",)))
    assert "return" not in " ".join(example_claims(supervised.session))
    assert example_claims(agent.session).success == "return above 18 at the end"
    assert "accuracy above 0.9, or return above 15" in example_claims(fold(())).success


def test_logs_tell_the_words_of_the_work_before_a_playbook_is_chosen() -> None:
    walk = Rehearsal("stuck")
    opened = Opened(method="stuck", title="a try", playbook="")
    walk.events[0] = walk.events[0].model_copy(update={"body": opened})
    assert "return above 15" in example_claims(walk.session).expected
    walk.add(RunsLinked(role="evidence", path="a", speaks_for={"deep-learning": "loss is in the logs"}))
    assert "eturn" not in " ".join(example_claims(walk.session))
