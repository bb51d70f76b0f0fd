from __future__ import annotations

import math

import pytest

from coach.session.catalogue import Catalogue
from coach.session.failure_mode import (
    Check,
    FailureMode,
    Price,
    Repair,
    Symptom,
    changed_id,
    contrast_id,
    fact_id,
)
from coach.session.symptom_evidence import SymptomEvidence
from coach.session.triage.advice import First, Unlogged, first_check, first_of_all
from coach.session.triage.asking import CHANGED, Question, hours, worth_asking
from coach.session.triage.causes import Cause, Pack, Shown, likeliest


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


def evidence(symptom_id: str) -> Symptom:
    """Give a symptom, contrast, change or option of a fact, as its id has it."""
    kind, _, name = symptom_id.rpartition(".")
    match kind.partition(".")[0]:
        case "contrast" | "changed" as each:
            return Symptom(id=symptom_id, says=name, asks=name, kind=each)
        case "fact":
            return Symptom(id=symptom_id, says=name, asks=name, kind="fact", group=kind)
        case _:
            return Symptom(id=symptom_id, says=name, asks=name, takes_an_experiment=name == "only-tried")


def pack(*modes: FailureMode, share: float = 1.0, name: str = "pack") -> Pack:
    symptoms = {each: evidence(each) for made in modes for each in made.symptoms}
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


ALONE, VERSION, HALF, FULL = (
    contrast_id("alone"),
    changed_id("version"),
    fact_id("bits", "16"),
    fact_id("bits", "32"),
)


def test_every_kind_of_evidence_is_a_reason_of_its_own_kind_and_several_classes_are_one() -> None:
    told = {ALONE: 0.9, VERSION: 0.8, HALF: 0.7, "steam": 0.9}
    idle = dict.fromkeys(told, 0.1)
    shown = Shown(SymptomEvidence.of(told), classes=("crash", "slow"))

    because = likeliest([pack(mode("a", **told), mode("b", **idle))], shown).causes[0].because

    assert {(each.kind, each.id) for each in because} == {
        ("contrast", ALONE),
        ("changed", VERSION),
        ("fact", HALF),
        ("symptom", "steam"),
    }
    alone = (
        likeliest([pack(mode("a"), mode("b"), mode("c"))], Shown(classes=("slow", "odd"))).causes[0].because
    )
    assert [(each.kind, each.id) for each in alone] == [("class", "slow")]


def test_of_a_fact_and_of_what_changed_all_options_are_one_question_until_one_is_told() -> None:
    telling = {ALONE: 0.9, VERSION: 0.8, changed_id("data"): 0.1, HALF: 0.9, FULL: 0.1, "only-tried": 0.9}
    packs = [pack(mode("a", **telling), mode("b", **dict.fromkeys(telling, 0.4)))]
    causes = likeliest(packs, Shown()).causes

    def asked(shown: Shown) -> dict[str, list[str]]:
        found = worth_asking(packs, causes, shown, run_h=10)
        return {each.id: [option.id for option in each.options] for each in found}

    assert asked(Shown()) == {
        ALONE: [ALONE],
        CHANGED: [VERSION, changed_id("data")],
        "fact.bits": [HALF, FULL],
    }
    assert asked(Shown(SymptomEvidence.of([VERSION, HALF]))) == {ALONE: [ALONE]}


def first(*modes: FailureMode, **more: object) -> tuple[str, str]:
    causes = likeliest([pack(*modes)], Shown()).causes
    given = {"questions": (), "unlogged": None, "run_h": 10.0, **more}
    found = first_of_all(causes, **given)  # type: ignore[arg-type]
    assert isinstance(found, First)
    return found.kind, found.what.mode.id if isinstance(found.what, Cause) else found.what.id


def asking(kind: str, worth_h: float) -> Question:
    return Question(kind, "fact.bits", (evidence(HALF),), worth_h)  # type: ignore[arg-type]


NO_RETURN = Unlogged("return-silent", "Log it.", "no return is logged")


@pytest.mark.parametrize(
    ("more", "is_first"),
    [
        ({}, ("check", "a")),
        ({"questions": (asking("fact", 0.6),)}, ("check", "a")),
        ({"questions": (asking("fact", 0.8),)}, ("ask", "fact.bits")),
        # Nobody knows whether it was tried, so that no answer can be counted on.
        ({"questions": (asking("contrast", 9.0),)}, ("check", "a")),
        ({"unlogged": NO_RETURN, "questions": (asking("fact", 9.0),)}, ("log", "return-silent")),
    ],
)
def test_first_comes_what_the_logs_lack_then_an_answer_worth_more_than_a_check(
    more: dict[str, object], is_first: tuple[str, str]
) -> None:
    assert first(mode("a"), mode("b"), **more) == is_first


def test_a_clear_cause_is_looked_at_whatever_the_logs_lack() -> None:
    assert first(mode("a", 20), mode("b"), unlogged=NO_RETURN) == ("check", "a")


def test_a_repair_that_costs_less_than_its_check_is_tried_at_once() -> None:
    # The repair takes an hour of work and one run of 10 h to see whether it helped.
    assert first(mode("a", human_h=10.9)) == ("check", "a")
    assert first(mode("a", human_h=11.1)) == ("repair", "a")


def test_nothing_is_advised_where_nothing_is_known() -> None:
    assert first_of_all((), (), None, 10) is None
    assert first_of_all((), (), NO_RETURN, 10) == First("log", NO_RETURN)


def test_the_check_that_finds_most_for_an_hour_comes_first() -> None:
    packs = [pack(mode("a", 3, human_h=5), mode("b", 2, human_h=0.25), mode("c", 0.1, human_h=0))]

    assert first_check(likeliest(packs, Shown()).causes, run_h=10).mode.id == "b"


def test_a_price_is_waiting_work_and_money_in_hours() -> None:
    assert hours(Price(wall_runs=0.1, wall_h=1, dollars=80, human_h=0.5), run_h=10) == 1 + 1 + 0.5 + 2


def test_a_question_is_worth_the_checks_it_saves_and_what_is_known_is_not_asked() -> None:
    telling, idle = {"steam": 0.95, "heat": 0.5}, {"steam": 0.05, "heat": 0.5}
    packs = [pack(mode("a", human_h=2, **telling), mode("b", human_h=2, **idle))]
    causes = likeliest(packs, Shown()).causes

    asked = {each.id: each.worth_h for each in worth_asking(packs, causes, Shown(), run_h=10)}
    known = Shown(SymptomEvidence(absent=frozenset({"steam"})))

    assert asked["steam"] > 0.5
    assert asked["heat"] == pytest.approx(0)
    assert [each.id for each in worth_asking(packs, causes, known, run_h=10)] == ["heat"]


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


def test_a_class_says_less_beside_logs_that_show_what_it_sums_up() -> None:
    both = [pack(mode("a", jump=0.4), mode("b", jump=0.4))]
    seen = SymptomEvidence.of(["jump"])
    stated = shares(both, Shown(evidence=seen, classes=("slow",)))
    logged = shares(both, Shown(evidence=seen, from_logs=frozenset({"jump"}), classes=("slow",)))
    assert stated["a"] / stated["b"] == pytest.approx(0.9 / 0.05)
    assert logged["a"] / logged["b"] == pytest.approx((0.5 + 0.5 * 0.9) / (0.5 + 0.5 * 0.05))


def test_a_cause_that_the_sentence_of_a_detector_does_not_name_gets_half_of_what_the_symptom_says() -> None:
    modes = pack(mode("a", jump=0.4), mode("b", jump=0.4), mode("c", jump=0.01))
    named = {"jump": frozenset({"a"})}
    found = shares([modes], Shown(evidence=SymptomEvidence.of(["jump"]), named=named))
    assert found["a"] / found["b"] == pytest.approx(math.sqrt(0.4 / 0.27))
    assert found["a"] / found["c"] == pytest.approx(40)
