from __future__ import annotations

import math

import pytest

from coach.session.catalogue import Catalogue
from coach.session.failure_mode import Check, FailureMode, Price, Repair, Symptom
from coach.session.symptom_evidence import SymptomEvidence
from coach.session.triage.asking import first_check, hours, worth_asking
from coach.session.triage.causes import Pack, Shown, likeliest


def mode(mode_id: str, weight: float = 1.0, human_h: float = 0.5, **symptoms: float) -> FailureMode:
    return FailureMode(
        id=mode_id,
        name=mode_id,
        says="It shows.",
        weight=weight,
        provenance="editorial",
        source="",
        mine="mine",
        symptoms=symptoms,
        classes={"slow": 0.9} if mode_id == "a" else {"crash": 0.9},
        tripwire="",
        prevention=None,
        repair=Repair(text="Mend it.", human_h=1, runs=1),
        check=Check(says="Look.", price=Price(human_h=human_h)),
    )


def pack(*modes: FailureMode, share: float = 1.0, name: str = "pack") -> Pack:
    symptoms = {each: Symptom(id=each, says=each, asks=each) for made in modes for each in made.symptoms}
    made = Catalogue(
        id=name,
        title=name,
        symptom_classes={"slow": "slow", "crash": "crash", "odd": "odd"},
        failure_modes=modes,
        experiments=(),
        symptoms=symptoms,
    )
    return Pack(made, share)


def shares(packs: list[Pack], shown: Shown) -> dict[str, float]:
    found = likeliest(packs, shown)
    return {cause.mode.id: cause.share for cause in found.causes} | {"else": found.something_else}


def test_without_anything_known_the_shares_are_those_of_the_weights() -> None:
    assert shares([pack(mode("a", 3), mode("b"))], Shown()) == pytest.approx(
        {"a": 0.6, "b": 0.2, "else": 0.2}
    )


def test_words_count_as_nats_and_leave_what_no_catalogue_holds_where_it_is() -> None:
    found = shares([pack(mode("a"), mode("b"))], Shown(words={"b": 2.0}))

    assert found["b"] / found["a"] == pytest.approx(math.exp(2.5))
    assert found["else"] == pytest.approx(0.2)


def test_a_symptom_counts_for_the_mode_that_shows_it_and_its_absence_against() -> None:
    packs = [pack(mode("a", steam=0.9), mode("b", steam=0.1))]

    seen = shares(packs, Shown(SymptomEvidence.of(["steam"])))
    missing = shares(packs, Shown(SymptomEvidence(absent=frozenset({"steam"}))))

    assert seen["a"] / seen["b"] == pytest.approx(9)
    # A look finds four fifths of what is there.
    assert missing["b"] / missing["a"] == pytest.approx((1 - 0.8 * 0.1) / (1 - 0.8 * 0.9))
    assert seen["else"] == pytest.approx(0.2)


def test_several_classes_are_one_of_them() -> None:
    packs = [pack(mode("a"), mode("b"))]

    one = shares(packs, Shown(classes=("slow",)))
    both = shares(packs, Shown(classes=("slow", "crash")))

    assert one["a"] > 10 * one["b"]
    assert both["a"] == pytest.approx(both["b"])


def test_a_mode_of_two_packs_has_the_share_of_both() -> None:
    packs = [pack(mode("a"), mode("b"), share=0.5, name="one"), pack(mode("a"), share=0.5, name="two")]

    assert shares(packs, Shown()) == pytest.approx({"a": 0.6, "b": 0.2, "else": 0.2})


def test_reasons_name_what_speaks_for_a_cause_the_weightiest_first() -> None:
    packs = [pack(mode("a", steam=0.9, heat=0.5), mode("b", steam=0.1, heat=0.4))]
    shown = Shown(SymptomEvidence.of(["steam", "heat"]), frozenset({"heat"}), ("slow",), {"a": 3.0})

    because = likeliest(packs, shown).causes[0].because

    assert [(each.kind, each.id) for each in because] == [
        ("words", "a"),
        ("class", "slow"),
        ("symptom", "steam"),
        ("log", "heat"),
    ]
    assert because[2].bits == pytest.approx(math.log2(0.9 / 0.5))


def test_the_check_that_finds_most_for_an_hour_comes_first() -> None:
    packs = [pack(mode("a", 3, human_h=5), mode("b", 2, human_h=0.25), mode("c", 0.1, human_h=0))]

    assert first_check(likeliest(packs, Shown()).causes, run_h=10).mode.id == "b"


def test_a_price_is_waiting_work_and_money_in_hours() -> None:
    assert hours(Price(wall_runs=0.1, wall_h=1, dollars=80, human_h=0.5), run_h=10) == 1 + 1 + 0.5 + 2


def test_a_question_is_worth_the_checks_it_saves_and_what_is_known_is_not_asked() -> None:
    telling, idle = {"steam": 0.95, "heat": 0.5}, {"steam": 0.05, "heat": 0.5}
    packs = [pack(mode("a", human_h=2, **telling), mode("b", human_h=2, **idle))]
    causes = likeliest(packs, Shown()).causes

    asked = {each.symptom.id: each.worth_h for each in worth_asking(packs, causes, Shown(), run_h=10)}
    known = Shown(SymptomEvidence(absent=frozenset({"steam"})))

    assert asked["steam"] > 0.5
    assert asked["heat"] == pytest.approx(0)
    assert [each.symptom.id for each in worth_asking(packs, causes, known, run_h=10)] == ["heat"]


def test_words_weigh_the_same_in_triage_and_on_the_page_of_what_was_not_mentioned() -> None:
    modes = tuple(mode(each, weight) for each, weight in (("a", 4.0), ("b", 2.0), ("c", 1.0)))
    catalogue = Catalogue(id="p", title="P", symptom_classes={}, failure_modes=modes, experiments=())
    orders = set()
    for words in ({}, {"c": 0.5}, {"c": 0.6}, {"c": 1.0, "b": 0.3}, {"c": 1.2}):
        told = likeliest([Pack(catalogue, 1.0)], Shown(words=words)).causes
        order = tuple(cause.mode.id for cause in told)
        assert order == tuple(each.id for each in catalogue.explaining(SymptomEvidence(), words=words))
        orders.add(order)
    assert len(orders) == 3
