from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.desk.case import Case, CaseCurve, StandsOut, curves_of_case, described, standing_out
from coach.desk.evidence import found_symptoms, linked
from coach.desk.first_looks import FirstLook, first_looks
from coach.desk.packs import consulted
from coach.desk.triage import Told, triage
from coach.runs.detectors.detect import detect
from coach.runs.quantities.run_meanings import HELD_OUT
from coach.session.event.evidence import SymptomSeen
from coach.session.triage.supposed_by_looks import SHOWN_BY
from coach.tui.case_rows import rows, why
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from coach.runs import Run
    from coach.session.event.evidence import Severity

DAY = 86_400.0
LATER = 1_700_000_000.0 + 10 * DAY
PPO = run(
    series("rollout/ep_rew_mean", np.arange(100), seconds_a_step=36.0),
    series("train/entropy_loss", -np.linspace(1, 0, 100), seconds_a_step=36.0),
    series("train/approx_kl", np.full(100, 0.01), seconds_a_step=36.0),
    name="logs/PPO_1",
)
SAC = run(series("rollout/ep_rew_mean", np.arange(10)), name="logs/SAC_1")


def seen(
    symptom: str, severity: Severity, *, hours: float = 1.0, run_name: str = "logs/PPO_1"
) -> SymptomSeen:
    return SymptomSeen(
        symptom=symptom,
        detector=symptom,
        run=run_name,
        tag="train/approx_kl",
        says=f"{symptom} is seen.",
        severity=severity,
        onset_step=300_000,
        onset_wall_h=hours,
    )


def look(**changed: object) -> FirstLook:
    fields: dict[str, object] = {
        "says": "Do it. The other sentence speaks of the cause.",
        "price": "15 min",
        "tells": (1,),
        "is_told": False,
        "cause": "the cause",
        "share": 0.2,
        "steps": ("Do it so (below).", "Off is this."),
    }
    return FirstLook(**fields | changed)  # type: ignore[arg-type]


FULL = Case(
    what=("policy gradient",),
    ran=("Step 99 in 59 min; came to its end",),
    files=("events: the last record is cut",),
    curves=(CaseCurve("a", (1.0, 2.0), "1 to 2"),) * 5,
    stands_out=tuple(
        StandsOut(f"s{k}", "d", "warn", f"Symptom {k} " + "with many words " * 9, "since 3k")
        for k in range(5)
    ),
    looks=tuple(look(says=f"Look {k} " + "at many things " * 9) for k in range(5)),
)


VARIED = FULL._replace(
    stands_out=tuple(each._replace(detector=f"kind-{k}") for k, each in enumerate(FULL.stands_out or ()))
)
"""The same with five kinds of symptom."""


def test_a_case_says_kind_algorithm_format_and_how_the_run_went() -> None:
    case = described([PPO], LATER)
    assert case.what == ("policy gradient", "PPO", "test", "1 run")
    assert case.ran == ("Step 99 in 59 min; no planned length logged",)
    assert case.stands_out is None


def test_a_run_whose_last_record_is_fresh_is_still_going() -> None:
    case = described([PPO], 1_700_000_000.0 + 99 * 36 + 240)
    assert case.ran == ("Step 99 in 59 min; still going (the last record is 4 min old)",)


def test_several_runs_are_counted_by_what_became_of_them() -> None:
    (said,) = described([PPO, SAC, run(name="logs/empty")], LATER).ran
    assert said.startswith("Up to step 99, 59 min at most; ")
    assert said.endswith("1 without a value")


def test_where_nothing_can_be_read_nothing_is_claimed() -> None:
    case = described([run(name="empty")], LATER)
    assert case.what == ()
    assert case.ran == ("Nothing in there could be read as a run log.",)
    assert rows(case._replace(stands_out=(), looks=()), 80, 20)[-1].kind == "ran"


def test_alarms_come_first_then_what_began_first_and_defects_of_the_logging_last() -> None:
    found = [
        seen("step-defects", "alarm"),
        seen("late", "warn", hours=3),
        seen("early", "warn", hours=2),
        seen("grave", "alarm", hours=9),
    ]
    ordered = standing_out(found, [PPO])
    assert [each.symptom for each in ordered] == ["grave", "early", "late", "step-defects"]
    assert [bool(each.mend) for each in ordered] == [False, False, False, True]
    assert ordered[0].since == "since 300k"


def test_what_stands_out_says_its_run_where_there_are_several() -> None:
    (alone,) = standing_out([seen("kl", "warn")], [PPO])
    (beside,) = standing_out([seen("kl", "warn")], [PPO, SAC])
    assert (alone.says, beside.says) == ("kl is seen.", "PPO_1: kl is seen.")


def test_a_run_is_called_by_as_few_of_its_last_folders_as_tell_it_from_the_others() -> None:
    runs = [run(*PPO.series.values(), name=name) for name in ("a/b/poca/run", "a/b/ppo/run", "a/other")]
    (found,) = standing_out([seen("kl", "warn", run_name="a/b/poca/run")], runs)
    assert found.says == "poca/run: kl is seen."


def test_the_main_curve_of_the_run_that_shows_something_comes_first_then_where_it_shows() -> None:
    curves = curves_of_case([SAC, PPO], [seen("kl", "warn")])
    assert [each.tag for each in curves[:2]] == ["rollout/ep_rew_mean", "train/approx_kl"]
    assert curves[0].says == "0 to 99 (PPO_1)"


@pytest.mark.parametrize("height", range(40))
def test_the_lines_of_a_case_never_exceed_the_room(height: int) -> None:
    assert len(rows(FULL, 80, height)) <= height


def test_at_80x24_two_curves_three_symptoms_and_three_looks_have_their_line_before_any_has_two() -> None:
    kinds = [each.kind for each in rows(VARIED, 79, 12)]
    assert kinds == ["curve"] * 2 + ["ran", "files", "heading"] + ["warn"] * 3 + ["heading"] + ["look"] * 3


def test_a_look_names_the_symptoms_it_tells_in_few_characters() -> None:
    assert look(tells=(1, 2, 4, 5, 6)).why == "tells 1, 2, 4-6"


def test_the_first_of_three_kinds_of_symptom_have_a_sentence_and_the_others_a_name() -> None:
    kinds = ["loss-spike", "loss-spike", "kl-spike", "entropy-collapse", "dead-units", "dead-units"]
    found = tuple(StandsOut(f"s{k}", kind, "warn", f"Seen {k}.", "") for k, kind in enumerate(kinds))
    shown = rows(FULL._replace(stands_out=found), 119, 60)
    assert [each.text for each in shown if each.kind == "warn"] == ["Seen 0.", "Seen 2.", "Seen 3."]
    assert [each.text for each in shown if each.kind == "more"] == ["2 loss spike · 5, 6 dead units"]


def test_three_looks_have_a_line_and_on_a_tall_screen_the_first_one_its_steps_that_need_no_cause() -> None:
    shown = rows(FULL, 119, 60)
    assert [each.text[:6] for each in shown if each.kind == "look"] == ["Look 0", "Look 1", "Look 2"]
    assert [each.text for each in shown if each.kind == "step"] == ["Do it so."]
    assert not [each for each in rows(FULL, 119, 29) if each.kind == "step"]


def test_where_there_is_room_for_them_headings_have_an_empty_line_before_them() -> None:
    shown = rows(FULL, 119, 60)
    places = [at for at, each in enumerate(shown) if each.kind == "heading"]
    assert len(places) == 2
    assert all(not shown[at - 1].text for at in places)


def test_a_step_that_only_repeats_its_look_is_not_shown_twice() -> None:
    shown = rows(FULL._replace(looks=(look(steps=("Do it.", "Then this one.")),)), 119, 60)
    assert [each.text for each in shown if each.kind == "step"] == ["Then this one."]


def test_what_is_left_out_is_said() -> None:
    assert "What stands out, 3 of 5" in {each.text for each in rows(VARIED, 79, 12)}
    assert "What stands out" in {each.text for each in rows(VARIED, 119, 60)}


def test_a_look_is_shown_without_its_cause_which_help_tells() -> None:
    assert look().action == "Do it"
    ((heading, said),) = why([look()])
    assert heading == "Why a: Do it"
    assert "“the cause”, 20 % likely" in said


def test_looks_say_which_symptoms_they_tell_and_those_that_tell_something_come_first() -> None:
    stands_out = standing_out([seen("entropy-collapse", "alarm")], [PPO])
    told = Told(runs=[PPO], found=[()], seen=["entropy-collapse"])
    found = triage(told, consulted((), ())[0], is_chosen=False)
    looks = first_looks(found, stands_out, is_length_known=True)
    telling = [bool(each.tells) for each in looks]
    assert len(looks) >= 3
    assert telling[0]
    assert telling == sorted(telling, reverse=True)
    assert "ten times the entropy bonus" in looks[0].action
    assert looks[0].why == "tells 1"


def test_a_defect_of_the_logging_is_told_by_no_look() -> None:
    stands_out = standing_out([seen("undefined-metric", "info")], [PPO])
    found = triage(Told(runs=[PPO], found=[()]), consulted((), ())[0], is_chosen=False)
    assert all(not each.tells for each in first_looks(found, stands_out, is_length_known=True))


def test_the_price_is_a_part_of_a_run_where_nobody_knows_how_long_a_run_is() -> None:
    stands_out = standing_out([seen("entropy-collapse", "alarm")], [PPO])
    found = triage(Told(seen=["entropy-collapse"]), consulted((), ())[0], is_chosen=False)
    unknown, known = (
        next(
            look.price
            for look in first_looks(found, stands_out, is_length_known=is_known)
            if look.cause == "Entropy collapses early"
        )
        for is_known in (False, True)
    )
    assert unknown.endswith("10 % of a run")
    assert known == "1.1 h"


def test_words_count_and_say_so() -> None:
    found = triage(Told(text="the entropy collapsed"), consulted((), ())[0], is_chosen=False)
    looks = first_looks(found, (), is_length_known=False)
    assert looks[0].why == "fits your words"


def test_a_share_under_one_in_a_hundred_is_told_as_that() -> None:
    ((_, said),) = why([look(share=0.004)])
    assert "“the cause”, <1 % likely" in said


def test_a_look_that_an_earlier_one_makes_needless_is_left_out() -> None:
    told = Told(runs=[PPO], found=[()], seen=["kl-spike", "entropy-swings"])
    found = triage(told, consulted(("policy-gradient",), ())[0], is_chosen=True)
    stands_out = standing_out([seen("kl-spike", "warn"), seen("entropy-swings", "warn")], [PPO])
    causes = [each.cause for each in first_looks(found, stands_out, is_length_known=True)]
    assert "Updates too large" in causes
    assert "Learning rate too high" not in causes
    assert len(causes) == len(set(causes)) == 6


def test_what_only_the_names_of_folders_speak_of_changes_the_first_looks() -> None:
    supervised = run(series("loss", np.linspace(2, 1, 30)), name="tuned")
    plain, named = (
        first_looks(
            triage(
                Told(runs=[supervised], found=[()], folders=folders), consulted((), ())[0], is_chosen=False
            ),
            (),
            is_length_known=True,
        )
        for folders in ("", "mt5 summarisation")
    )
    assert "End token is never learned" in [each.cause for each in named]
    assert "End token is never learned" not in [each.cause for each in plain]


def test_folders_of_training_and_validation_are_one_run_with_two_sets() -> None:
    train = run(series("epoch_loss", np.linspace(2, 1, 30)), name="a/train")
    held_out = replace(
        train, name="a/validation", path=Path("a/validation"), metadata={HELD_OUT: str(train.path)}
    )
    assert described([train, held_out], LATER).what[-1] == "1 run with held-out data"
    begun = replace(train, series={"epoch_loss": series("epoch_loss", [2.0])})
    assert described([begun, held_out], LATER).ran == described([train], LATER).ran
    linked_runs = linked("a", [train, held_out], "evidence", datetime.fromtimestamp(LATER, UTC)).runs
    assert [each.held_out_of for each in linked_runs] == ["", str(train.path)]


def test_what_both_sets_of_a_run_show_is_not_said_of_another_run() -> None:
    train = run(series("epoch_loss", [1.0, 2.0]), name="a/train")
    held_out = replace(
        train, name="a/validation", path=Path("a/validation"), metadata={HELD_OUT: str(train.path)}
    )
    other = replace(train, name="b/train", path=Path("b/train"))
    (nan,) = [
        each for each in detect(run(series("epoch_loss", [1.0, np.nan]))) if each.detector == "non-finite"
    ]
    found = found_symptoms([train, held_out, other], (), (), detected=[[nan], [nan], [nan]]).bodies
    assert "The same in 1 of the 1 other runs." in found[0].says


SUPPOSING = ("A resume loses state", "A setting is ignored", "Nothing is wrong: the task became harder")


def looks_at(*shown: str, runs: tuple[Run, ...] = (PPO,)) -> list[str]:
    stands_out = standing_out([seen(each, "warn") for each in shown], runs)
    found = triage(Told(runs=runs, found=[()], seen=shown), consulted((), ())[0], is_chosen=False)
    return [each.cause for each in first_looks(found, stands_out, is_length_known=True)]


def test_no_first_look_takes_for_granted_what_nobody_saw() -> None:
    """No resume, no idle setting, no fall and no exploration rate of a SAC: none of these is looked at first."""
    assert not set(SUPPOSING) & set(looks_at("entropy-collapse"))
    assert not set(SUPPOSING) & set(looks_at())
    assert "Exploration annealed wrongly" not in looks_at(runs=(SAC,))


@pytest.mark.parametrize(
    ("shown", "cause"), [("began-at-restart", SUPPOSING[0]), ("identical-runs", SUPPOSING[1])]
)
def test_a_look_that_supposes_something_is_advised_where_it_was_seen(shown: str, cause: str) -> None:
    assert cause in looks_at(shown)


def test_what_looks_suppose_is_shown_by_something_the_playbooks_know() -> None:
    catalogues = consulted((), ())[0]
    known = {key for each in catalogues for key in (*each.symptoms, *each.symptom_classes)}
    unknown = {each for shown in SHOWN_BY.values() for each in shown} - known
    assert not unknown
    used = {mode.check.supposes for each in catalogues for mode in each.failure_modes} - {None}
    assert used == SHOWN_BY.keys()
