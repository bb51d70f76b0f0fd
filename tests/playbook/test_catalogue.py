from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.session.catalogue import Catalogue, Metric, Prompt
from coach.session.failure_mode import Check, FailureMode, Price, Repair, Symptom
from coach.session.suggested import CHECK_MISLEADS, SuggestedExperiment
from coach.session.symptom_evidence import ANYWAY, SymptomEvidence

if TYPE_CHECKING:
    from collections.abc import Mapping


CLASSES = {"crash": "It crashed", "slow": "It is slow", "never-learns": "It never learned"}


def mode(
    mode_id: str,
    weight: float = 1.0,
    classes: Mapping[str, float] = {"slow": 0.9},
    symptoms: Mapping[str, float] | None = None,
    **seen: float,
) -> FailureMode:
    return FailureMode(
        id=mode_id,
        name=mode_id,
        says="",
        weight=weight,
        provenance="editorial",
        source="",
        mine="mine",
        symptoms={**(symptoms or {}), **seen},
        classes=classes,
        tripwire="",
        prevention=None,
        repair=Repair(text="", human_h=1, runs=1),
        check=Check(says=""),
    )


def experiment(experiment_id: str, **rows: tuple[float, ...]) -> SuggestedExperiment:
    return SuggestedExperiment(
        id=experiment_id,
        question="",
        how="",
        wall_runs=0,
        wall_h=0,
        dollars=0,
        human_h=0,
        outcomes=("yes", "no"),
        rows=rows,
    )


def catalogue(*modes: FailureMode, experiments: tuple[SuggestedExperiment, ...] = ()) -> Catalogue:
    return Catalogue(id="c", title="C", symptom_classes=CLASSES, failure_modes=modes, experiments=experiments)


def ids(entries: tuple[FailureMode, ...] | tuple[SuggestedExperiment, ...]) -> list[str]:
    return [entry.id for entry in entries]


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        mode("a").weight = 2.0  # type: ignore[misc]


def test_without_evidence_the_order_is_that_of_the_weights() -> None:
    made = catalogue(mode("rare", 1), mode("common", 8), mode("occasional", 3))

    assert ids(made.explaining(SymptomEvidence())) == ["common", "occasional", "rare"]
    assert ids(made.for_premortem()) == ["common", "occasional", "rare"]


def test_equal_scores_keep_the_order_of_the_playbook() -> None:
    made = catalogue(mode("b"), mode("a"), mode("c"))

    assert ids(made.explaining(SymptomEvidence())) == ids(made.for_premortem()) == ["b", "a", "c"]


def test_a_likely_symptom_lifts_a_rare_mode_over_a_common_one() -> None:
    made = catalogue(mode("common", 8, leak=0.05), mode("rare", 1, leak=0.9))

    assert ids(made.explaining(SymptomEvidence.of(["leak"]))) == [
        "rare",
        "common",
    ]  # 1 x 0.9 against 8 x 0.05


def test_a_symptom_that_a_mode_does_not_mention_counts_as_seen_anyway() -> None:
    silent, knowing = mode("silent", 1), mode("knowing", 1, leak=ANYWAY * 1.5)
    made = catalogue(silent, knowing)
    common = replace(made, symptoms={"leak": Symptom(id="leak", says="", asks="", anyway=ANYWAY * 2)})

    assert ids(made.explaining(SymptomEvidence.of(["leak"]))) == ["knowing", "silent"]
    assert ids(common.explaining(SymptomEvidence.of(["leak"]))) == ["silent", "knowing"]


def test_a_symptom_given_twice_counts_once() -> None:
    made = catalogue(mode("common", 5, leak=0.3), mode("rare", 1, leak=0.9))

    assert ids(made.explaining(SymptomEvidence.of(["leak", "leak"]))) == ["common", "rare"]


def test_a_class_favours_the_modes_that_show_only_so() -> None:
    made = catalogue(
        mode("other", classes={"crash": 0.9}),
        mode("either", classes={"slow": 0.5, "crash": 0.4}),
        mode("only", classes={"slow": 0.9}),
    )

    assert ids(made.explaining(SymptomEvidence(), "slow")) == ["only", "either", "other"]


def test_the_class_likelihoods_of_a_mode_sum_to_one() -> None:
    made, each = catalogue(), mode("a", weight=2, classes={"slow": 0.7, "crash": 0.2})

    likelihoods = [made.weight_in_class(each, one) / each.weight for one in CLASSES]

    assert likelihoods == pytest.approx([0.2, 0.7, 0.1])
    assert made.weight_in_class(each, None) == each.weight


def test_several_classes_are_one_of_them() -> None:
    made, each = catalogue(), mode("a", classes={"slow": 0.7, "crash": 0.2})

    assert made.weight_in_class(each, ("slow", "crash", "slow")) == pytest.approx(0.9)
    assert made.weight_in_class(each, tuple(CLASSES)) == pytest.approx(1)


def test_a_class_that_no_room_is_left_for_stays_possible() -> None:
    made, each = catalogue(), mode("a", classes={"slow": 0.8, "crash": 0.2})

    assert 0 < made.weight_in_class(each, "never-learns") < 0.05


def test_what_was_named_already_is_left_out() -> None:
    made = catalogue(mode("a"), mode("b"))

    assert ids(made.explaining(SymptomEvidence(), None, {"a"})) == ["b"]
    assert ids(made.for_premortem({"b"})) == ["a"]


def test_a_failure_mode_is_found_by_its_id() -> None:
    made = catalogue(mode("a"))

    assert made.failure_mode("a") is made.failure_modes[0]
    assert made.failure_mode("z") is None


def test_experiments_that_tell_nothing_apart_are_not_offered() -> None:
    flat = experiment("flat", a=(0.5, 0.5), b=(0.5, 0.5))
    foreign = experiment("foreign", z=(0.9, 0.1))
    weak = experiment("weak", a=(0.6, 0.4), b=(0.4, 0.6))
    strong = experiment("strong", a=(0.95, 0.05), b=(0.05, 0.95))
    made = catalogue(mode("a"), mode("b"), experiments=(flat, foreign, weak, strong))

    assert ids(made.experiments_for(["a", "b"])) == ["strong", "weak"]


def test_one_hypothesis_is_told_from_the_unnamed_other() -> None:
    made = catalogue(mode("a"), experiments=(experiment("e", a=(0.95, 0.05)),))

    assert ids(made.experiments_for(["a"])) == ["e"]


def test_a_merge_replaces_by_id_in_place_and_takes_the_last_name() -> None:
    general = replace(
        catalogue(mode("a", 1), mode("b", 1), experiments=(experiment("e"),)),
        prompts=(Prompt(text="Why?", source=""),),
        metrics=(Metric(tag_hint="loss", why="old"),),
    )
    special = replace(
        catalogue(mode("b", 5), mode("c", 1), experiments=(experiment("e", a=(0.9, 0.1)),)),
        id="special",
        title="Special",
        prompts=(Prompt(text="Why?", source="X"), Prompt(text="How?", source="")),
        metrics=(Metric(tag_hint="loss", why="new"),),
    )

    merged = general.merge(special)

    assert (merged.id, merged.title) == ("special", "Special")
    assert ids(merged.failure_modes) == ["a", "b", "c"]
    assert merged.failure_modes[1].weight == 5
    assert merged.experiments[0].rows == {"a": (0.9, 0.1)}
    assert [prompt.source for prompt in merged.prompts] == ["X", ""]
    assert merged.metrics == special.metrics
    assert Catalogue.merge(general, special) == merged


one_catalogue = st.lists(
    st.tuples(st.sampled_from("abcd"), st.floats(0.1, 9)), max_size=4, unique_by=lambda pair: pair[0]
).map(lambda pairs: catalogue(*(mode(each, weight) for each, weight in pairs)))


@given(one=one_catalogue, two=one_catalogue, three=one_catalogue)
@settings(max_examples=60, deadline=None)
def test_merging_is_associative_and_repeats_change_nothing(
    one: Catalogue, two: Catalogue, three: Catalogue
) -> None:
    assert one.merge(two).merge(three) == one.merge(two.merge(three)) == one.merge(two, three)
    assert one.merge(one) == one


def test_it_imports_nothing_but_the_standard_library() -> None:
    said = "import coach.session.catalogue, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", said], check=True, capture_output=True, text=True
    ).stdout.split()

    assert not {"numpy", "pydantic", "yaml", "textual"} & set(loaded)


def test_a_mode_that_no_experiment_singles_out_has_its_own_check_as_one() -> None:
    made = catalogue(
        mode("alone"),
        mode("told"),
        mode("shared"),
        experiments=(experiment("e", told=(0.9, 0.1), shared=(0.5, 0.5)),),
    )

    checks = made.checks_for(["shared", "told", "alone", "nobody"])

    assert ids(checks) == ["check-shared", "check-alone"]
    assert checks[0].rows["shared"] == pytest.approx((0.9, 0.1))
    assert checks[0].how == made.failure_modes[2].check.says


def test_a_mode_that_only_a_dearer_experiment_singles_out_has_its_own_check_beside_it() -> None:
    dear = replace(experiment("e", told=(0.9, 0.1)), wall_h=9.0)
    made = catalogue(mode("told"), experiments=(dear,))

    assert ids(made.checks_for(["told"])) == ["check-told"]
    assert made.merge(catalogue(experiments=(replace(dear, wall_h=0.0),))).checks_for(["told"]) == ()


def test_an_outcome_that_many_modes_share_singles_none_of_them_out() -> None:
    rows = dict.fromkeys(("a", "b", "c", "d"), (0.9, 0.1))
    made = catalogue(*map(mode, rows), experiments=(experiment("e", **rows),))

    assert ids(made.checks_for(["b"])) == ["check-b"]
    assert made.merge(catalogue(experiments=(experiment("f", b=(0.1, 0.9)),))).checks_for(["b"]) == ()


def test_a_check_is_an_experiment_with_its_own_outcomes_steps_and_what_it_is_mistaken_for() -> None:
    check = Check(
        says="Look at it.",
        price=Price(wall_h=0.2, human_h=0.1),
        steps=("Open it.", "Look."),
        code="look()",
        outcomes=("red", "green", "blue"),
        mistaken_for={"like": 0.6, "elsewhere": 0.5},
    )
    made = catalogue(replace(mode("own"), check=check), mode("like"), mode("other"))

    found = made.check_of("own")

    assert found is not None
    assert (found.id, found.outcomes, found.steps, found.code) == (
        "check-own",
        check.outcomes,
        check.steps,
        "look()",
    )
    assert (found.wall_h, found.human_h) == (0.2, 0.1)
    assert found.rows == {
        "own": pytest.approx((0.9, 0.05, 0.05)),
        "like": pytest.approx((0.6, 0.2, 0.2)),
        "other": pytest.approx((CHECK_MISLEADS, (1 - CHECK_MISLEADS) / 2, (1 - CHECK_MISLEADS) / 2)),
    }
    assert made.check_of("nobody") is None


def test_a_mode_that_an_experiment_says_nothing_of_is_not_told_apart_by_it() -> None:
    made = catalogue(
        mode("a", 3), mode("b", 1), mode("silent"), experiments=(experiment("e", a=(0.9, 0.1), b=(0.7, 0.3)),)
    )

    (found,) = made.experiments_for(["a", "silent"])

    assert found.rows == {"a": (0.9, 0.1), "b": (0.7, 0.3), "silent": pytest.approx((0.85, 0.15))}
    assert made.experiments_for(["silent"]) == ()


def test_an_experiment_a_check_and_a_contrast_are_found_by_their_ids() -> None:
    alone = Symptom(id="contrast.alone", says="", asks="", kind="contrast", price=Price())
    made = replace(
        catalogue(mode("a"), mode("b"), experiments=(experiment("e", a=(0.9, 0.1)),)),
        symptoms={"contrast.alone": alone},
    )

    found = [made.experiment(each) for each in ("e", "check-b", "contrast-alone", "nothing")]

    assert [each and each.id for each in found] == ["e", "check-b", "contrast-alone", None]
    assert [set(each.rows) for each in found if each] == [{"a", "b"}] * 3


def test_a_contrast_is_an_experiment_in_which_the_silent_expect_the_base_rate() -> None:
    alone = Symptom(
        id="contrast.alone", says="", asks="Alone?", anyway=0.1, kind="contrast", price=Price(wall_h=1)
    )
    made = replace(
        catalogue(mode("a", symptoms={"contrast.alone": 0.9}), mode("b")), symptoms={"contrast.alone": alone}
    )

    (found,) = made.contrasts()

    assert (found.id, found.question, found.wall_h) == ("contrast-alone", "Alone?", 1)
    assert found.outcomes == ("goes away", "stays")
    assert found.rows == {"a": pytest.approx((0.9, 0.1)), "b": pytest.approx((0.5, 0.5))}


def test_contrasts_that_were_tried_are_no_longer_offered() -> None:
    known = {
        each: Symptom(id=each, says="", asks="", kind="contrast", price=Price())
        for each in ("contrast.alone", "contrast.slow")
    }
    modes = (mode("a", symptoms={"contrast.alone": 0.9, "contrast.slow": 0.8}), mode("b"))
    made = replace(catalogue(*modes), symptoms=known)

    assert [each.id for each in made.contrasts_for(["a", "b"], tried=())] == [
        "contrast-alone",
        "contrast-slow",
    ]
    assert [each.id for each in made.contrasts_for(["a", "b"], tried=["contrast.alone"])] == ["contrast-slow"]
