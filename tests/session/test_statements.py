"""What a person saw, tried, changed and set up: yes and no count, silence does not, and one event counts once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.errors import AnswerError
from coach.session.beliefs import belief_rows
from coach.session.event.evidence import EvidenceAdded, RunsLinked, SymptomJudged, SymptomSeen
from coach.session.event.hypothesis import CatchAllGiven, CatchAllPart, HypothesisAdded, LikelihoodsGiven
from coach.session.failure_mode import Price, Symptom
from coach.session.form import Card, Marks, Several
from coach.session.logging_defects import ACTIONS
from coach.session.observations import Observation, in_brief, observations, symptom_evidence
from coach.session.recognising import NO_WORDS, Read, Spoken
from coach.session.step import Place
from coach.session.stuck import statements
from coach.session.symptom_evidence import LOOKING_FINDS
from coach.session.triage.first_looks import looks_supposing
from tests.session.rehearsal import CATALOGUE, LOW_EV, Rehearsal, failure_mode, logs_read
from tests.session.test_stuck import FRAME

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN = (
    Symptom(id="non-finite", says="It is NaN.", asks="Is it NaN?", detected=True, event="nan"),
    Symptom(id="masked-nan", says="It is 0 for NaN.", asks="Is it 0 for NaN?", event="nan"),
    Symptom(id="hot", says="It is hot.", asks="Is it hot?"),
    Symptom(id="memorises", says="It memorises.", asks="Can it memorise?", takes_an_experiment=True),
    Symptom(id="step-defects", says="Steps twice.", asks="Are steps there twice?", detected=True),
    Symptom(
        id="contrast.alone",
        says="It goes away alone.",
        asks="Alone?",
        kind="contrast",
        price=Price(wall_h=0.1),
    ),
    Symptom(id="changed.nothing", says="Nothing changed.", asks="Nothing?", kind="changed", label="nothing"),
    Symptom(id="changed.data", says="The data changed.", asks="The data?", kind="changed", label="the data"),
    Symptom(id="fact.size.big", says="Big.", asks="How big?", kind="fact", group="fact.size", label="big"),
    Symptom(
        id="fact.size.small", says="Small.", asks="How big?", kind="fact", group="fact.size", label="small"
    ),
)
OVERFLOW = {
    "non-finite": 0.9,
    "masked-nan": 0.6,
    "hot": 0.5,
    "memorises": 0.02,
    "step-defects": 0.9,
    "contrast.alone": 0.8,
    "changed.data": 0.6,
    "fact.size.big": 0.9,
    "fact.size.small": 0.1,
}
SMALL = {
    "non-finite": 0.05,
    "masked-nan": 0.05,
    "hot": 0.5,
    "memorises": 0.9,
    "step-defects": 0.1,
    "contrast.alone": 0.1,
    "changed.data": 0.1,
    "fact.size.big": 0.2,
    "fact.size.small": 0.8,
}
RICH = replace(
    CATALOGUE,
    failure_modes=(
        failure_mode("overflow", "Overflow", symptoms=OVERFLOW),
        failure_mode("small", "Too small a model", symptoms=SMALL),
        failure_mode("silent", "Says nothing"),
    ),
    symptoms={each.id: each for each in KNOWN},
)
KEYS = ("evidence.symptoms", "evidence.contrasts", "evidence.changed", "evidence.facts")
NAN_IN_LOG = SymptomSeen(
    symptom="nan-in-loss",
    detector="non-finite",
    run="a",
    tag="loss",
    says="NaN",
    severity="alarm",
    event="nan",
)


def asked(*logs: object) -> Rehearsal:
    """Give a walk that has come to the four questions, after these logs if any."""
    walk = Rehearsal("stuck", RICH)
    walk.walk(FRAME)
    if logs:
        walk.says("evidence.logs", "runs/a")
        walk.add(*logs)  # type: ignore[arg-type]
        while walk.question.key.startswith("evidence.judge."):
            walk.says(walk.question.key, {"verdict": "evidence"})
    else:
        walk.says("evidence.logs", "")
    walk.says("evidence.known", [])
    return walk


def listed(walk: Rehearsal) -> Rehearsal:
    """Name two of the catalogue's causes, and leave the third to something else."""
    walk.add(
        *(
            HypothesisAdded(hypothesis=each, text=each, origin="catalogue", failure_mode=each)
            for each in ("overflow", "small")
        ),
        CatchAllGiven(
            probability=0.3,
            parts={each: CatchAllPart(name=each, share=1 / 3) for each in ("overflow", "small", "silent")},
        ),
    )
    return walk


def beliefs(walk: Rehearsal) -> dict[str, float]:
    return {row.id: row.posterior for row in belief_rows(walk.session)}


def answered(answers: Mapping[str, object], *logs: object) -> dict[str, float]:
    """Give the beliefs after some of the four questions were answered and the others left alone."""
    walk = asked(*logs)
    for key in KEYS:
        if walk.question.key == key:
            walk.says(key, answers.get(key))
    return beliefs(listed(walk))


def rows_of(walk: Rehearsal) -> tuple[list[str], list[str]]:
    form = walk.question.form
    assert isinstance(form, Marks)
    return [each.id for each in form.rows], [each.id for each in form.more]


def test_answers_given_together_count_as_they_were_asked_whatever_the_others_make_worth_asking() -> None:
    together = {
        "evidence.symptoms": {"masked-nan": "yes", "memorises": "no"},
        "evidence.contrasts": {"contrast.alone": "goes-away"},
        "evidence.changed": ["changed.data"],
    }
    one_by_one, at_once = asked(), asked()
    one_by_one.take(together)
    assert "evidence.facts" not in [step.question.key for step in one_by_one.sheet.steps]
    at_once.take(together | {"evidence.facts": {"fact.size": "fact.size.big"}})
    assert "fact.size.big" in symptom_evidence(at_once.session).seen


def test_what_to_check_first_follows_answers_that_nobody_has_confirmed_and_keeps_nothing() -> None:
    walk = asked()
    place = Place(walk.session, RICH)
    steps = [step for step in statements.steps(place) if step.question.key in KEYS]

    def first(answers: Mapping[str, object]) -> str:
        return looks_supposing(place, steps, answers)[0].mode.id

    assert first({"evidence.symptoms": {"masked-nan": "yes"}, "evidence.facts": ""}) == "overflow"
    assert first({"evidence.symptoms": {"masked-nan": "no", "memorises": "yes"}}) == "small"
    assert first({"evidence.contrasts": {"contrast.alone": "goes-away"}}) == "overflow"
    assert first({"evidence.facts": {"fact.size": "fact.size.small"}}) == "small"
    assert walk.session.last(EvidenceAdded) is None
    with pytest.raises(AnswerError):
        first({"evidence.changed": ["changed.nothing", "changed.data"]})


def test_the_four_questions_come_in_one_order_and_each_can_be_left_alone_by_an_empty_answer() -> None:
    walk = asked()
    for key in KEYS:
        assert walk.question.key == key
        assert walk.question.optional
        walk.types("")
    assert walk.question.key == "confusions.odd"
    assert symptom_evidence(walk.session).known == frozenset()
    assert observations(walk.session) == ()


def test_a_detected_symptom_is_asked_about_where_no_log_was_read() -> None:
    assert "non-finite" in rows_of(asked())[0]


def test_what_a_detector_could_have_seen_is_not_asked_and_can_be_stated_all_the_same() -> None:
    linked, *_ = logs_read()
    assert isinstance(linked, RunsLinked)
    walk = asked(linked.model_copy(update={"not_seen": ("non-finite",)}))
    shown, more = rows_of(walk)
    assert "non-finite" not in shown
    assert "non-finite" in more
    assert symptom_evidence(walk.session).absent == {"non-finite"}

    walk.says("evidence.symptoms", {"yes": ["non-finite"]})

    assert symptom_evidence(walk.session).seen == {"non-finite"}
    assert symptom_evidence(walk.session).absent == frozenset()


def test_what_takes_an_experiment_is_not_asked_of_a_tired_person() -> None:
    shown, more = rows_of(asked())
    assert "memorises" in more
    assert "memorises" not in shown


def test_what_the_words_speak_of_comes_first_and_is_ticked_only_where_they_say_so_plainly() -> None:
    class Heard(type(NO_WORDS)):  # type: ignore[misc]
        def symptoms(self, text: str) -> tuple[Spoken, ...]:
            assert "return stays at 3" in text
            return (Spoken("hot", 0.9, is_plain=True), Spoken("memorises", 0.5, is_plain=False))

    walk = asked()
    step = next(statements.steps(Place(walk.session, RICH, words=Heard())))
    form = step.question.form
    assert isinstance(form, Marks)
    assert [each.id for each in form.rows][:2] == ["hot", "memorises"]
    assert form.suggested == {"hot": "yes"}
    assert step.accept(None) == step.accept({})  # what nobody confirmed is no evidence


def test_what_the_words_deny_and_what_they_say_of_contrasts_and_changes_is_ticked_and_counts_once_confirmed() -> (
    None
):
    class Heard(type(NO_WORDS)):  # type: ignore[misc]
        def read(self, text: str) -> tuple[Read, ...]:
            assert "return stays at 3" in text
            return (
                Read("hot", is_there=False, quote="not hot"),
                Read("contrast.alone", is_there=True, quote="fine alone"),
                Read("changed.data", is_there=True, quote="since the new data"),
            )

    steps = {
        each.question.key: each for each in statements.steps(Place(asked().session, RICH, words=Heard()))
    }
    ticked = {
        key: form.suggested
        for key in ("evidence.symptoms", "evidence.contrasts")
        if isinstance(form := steps[key].question.form, Marks)
    }
    assert ticked == {
        "evidence.symptoms": {"hot": "no"},
        "evidence.contrasts": {"contrast.alone": "goes-away"},
    }
    assert steps["evidence.contrasts"].question.suggested == "goes-away: contrast.alone"
    assert steps["evidence.changed"].question.suggested == "changed.data"
    assert steps["evidence.contrasts"].accept(None) == steps["evidence.contrasts"].accept({})


def test_what_the_logs_were_searched_for_in_vain_is_asked_but_not_ticked_whatever_the_words_say() -> None:
    class Heard(type(NO_WORDS)):  # type: ignore[misc]
        def symptoms(self, text: str) -> tuple[Spoken, ...]:
            return (Spoken("non-finite", 0.9, is_plain=True),) if text else ()

    linked, *_ = logs_read()
    assert isinstance(linked, RunsLinked)
    walk = asked(linked.model_copy(update={"not_seen": ("non-finite",)}))
    form = next(statements.steps(Place(walk.session, RICH, words=Heard()))).question.form
    assert isinstance(form, Marks)
    assert form.rows[0].id == "non-finite"
    assert form.suggested == {}


@pytest.mark.parametrize(
    ("answers", "likelier"),
    [
        ({"evidence.symptoms": {"yes": ["non-finite"]}}, "overflow"),
        ({"evidence.symptoms": {"no": ["non-finite"]}}, "small"),
        ({"evidence.contrasts": {"contrast.alone": "goes away"}}, "overflow"),
        ({"evidence.contrasts": {"stays": ["contrast.alone"]}}, "small"),
        ({"evidence.changed": ["changed.data"]}, "overflow"),
        ({"evidence.facts": {"fact.size": "fact.size.small"}}, "small"),
    ],
)
def test_each_answer_moves_belief_with_nothing_more_to_fill_in(
    answers: Mapping[str, object], likelier: str
) -> None:
    before, after = answered({}), answered(answers)
    assert after[likelier] > before[likelier] + 0.03
    assert after[likelier] > max(p for each, p in after.items() if each not in (likelier, "other"))


def test_a_no_counts_as_a_look_that_finds_most_of_what_is_there() -> None:
    before, after = answered({}), answered({"evidence.symptoms": {"no": ["non-finite"]}})
    told = (1 - LOOKING_FINDS * 0.9) / (1 - LOOKING_FINDS * 0.05)
    assert after["overflow"] / after["small"] == pytest.approx(before["overflow"] / before["small"] * told)


def test_what_is_seen_in_the_log_and_stated_as_part_of_the_same_event_counts_once() -> None:
    walk = asked(*logs_read(NAN_IN_LOG))
    walk.says("evidence.symptoms", {"yes": ["masked-nan"]})
    assert symptom_evidence(walk.session).events == (frozenset({"non-finite", "masked-nan"}),)


def test_two_statements_of_one_event_count_as_the_stronger_of_them() -> None:
    one = answered({"evidence.symptoms": {"yes": ["non-finite"]}})
    both = answered({"evidence.symptoms": {"yes": ["non-finite", "masked-nan"]}})
    assert both["overflow"] == pytest.approx(one["overflow"])


def test_an_earlier_id_in_a_kept_session_means_the_symptom_it_became() -> None:
    walk = asked()
    walk.add(
        EvidenceAdded(evidence="seen-x", text="large", known="seen", symptom="targets-too-large"),
        LikelihoodsGiven(evidence="seen-x", probability={"overflow": 0.9, "small": 0.3}),
        SymptomSeen(
            symptom="v", detector="value-scale-large", run="a", tag="v", says="large", severity="warn"
        ),
        SymptomJudged(symptom="v", verdict="evidence"),
    )
    once = beliefs(listed(walk))
    walk.add(LikelihoodsGiven(evidence="v", probability={"overflow": 0.9, "small": 0.3}))
    assert symptom_evidence(walk.session).events == (frozenset({"value-scale-large"}),)
    assert beliefs(walk) == pytest.approx(once)


def test_of_one_symptom_the_last_word_counts() -> None:
    walk = listed(asked())
    walk.add(statements.statement_of(RICH, RICH.symptoms["non-finite"]))
    walk.add(statements.statement_of(RICH, RICH.symptoms["non-finite"], denied=True))
    assert symptom_evidence(walk.session).seen == frozenset()
    assert [seen.denied for seen in observations(walk.session)] == [True]


def test_an_explanation_that_no_playbook_knows_is_asked_about_what_is_there_and_not_about_what_is_not() -> (
    None
):
    walk = asked()
    walk.says("evidence.symptoms", {"yes": ["non-finite"], "no": ["hot"]})
    walk.add(HypothesisAdded(hypothesis="mine", text="mine", origin="own"))
    listed(walk)
    missing = {
        seen.id: [each for each in ("mine", "overflow", "small") if not seen.is_judged_under(each)]
        for seen in observations(walk.session)
    }
    assert missing == {"seen-non-finite": ["mine"], "not-seen-hot": []}


def test_nothing_changed_excludes_that_something_did() -> None:
    walk = asked()
    walk.walk([("evidence.symptoms", None), ("evidence.contrasts", None)])
    assert isinstance(walk.question.form, Several)
    with pytest.raises(AnswerError, match="something did"):
        walk.says("evidence.changed", ["changed.nothing", "changed.data"])


def test_a_fact_that_was_read_is_filled_in_and_counts_once_it_is_confirmed() -> None:
    linked, *_ = logs_read()
    assert isinstance(linked, RunsLinked)
    walk = asked(linked.model_copy(update={"set_up": {"fact.size": "fact.size.big"}}))
    walk.walk([(key, None) for key in KEYS[:3]])
    form = walk.question.form
    assert isinstance(form, Card)
    assert form.fields[0].suggested == "fact.size.big"
    assert symptom_evidence(walk.session).seen == frozenset()
    walk.says("evidence.facts", {})
    assert symptom_evidence(walk.session).seen == {"fact.size.big"}


@pytest.mark.parametrize("detector", sorted(ACTIONS))
def test_a_defect_of_the_logging_is_shown_apart_and_moves_no_belief(detector: str) -> None:
    defect = SymptomSeen(symptom="d", detector=detector, run="a", tag="t", says="Odd.", severity="warn")
    walk = asked(*logs_read(defect))
    step = walk.position.step
    assert "evidence.judge.d" not in walk.asked
    assert step is not None
    walk.add(SymptomJudged(symptom="d", verdict="evidence"))
    assert observations(walk.session) == ()
    assert symptom_evidence(walk.session).known == frozenset()


def test_a_defect_of_the_logging_comes_with_what_to_do_about_it() -> None:
    defect = SymptomSeen(
        symptom="d", detector="return-silent", run="a", tag="t", says="No return is logged.", severity="warn"
    )
    walk = Rehearsal("stuck", RICH)
    walk.walk(FRAME)
    walk.says("evidence.logs", "runs/a")
    walk.add(*logs_read(defect))
    step = walk.position.step
    assert step is not None
    said = " ".join(getattr(each, "text", "") for each in step.exhibits)
    assert ACTIONS["return-silent"] in said
    assert "no evidence about the cause" in said


def test_a_return_that_falls_silent_in_the_middle_is_a_symptom_of_the_run() -> None:
    fell = LOW_EV.model_copy(update={"symptom": "d", "detector": "return-silent", "onset_step": 5000})
    assert "evidence.judge.d" in asked(*logs_read(fell)).asked


def test_a_walk_past_its_evidence_is_not_called_back_to_new_questions() -> None:
    walk = asked()
    walk.walk([("evidence.symptoms", None), ("confusions.odd", []), ("confusions.good", [])])
    walk.says("hypotheses.own", ["a", "b", "c"])
    kept = [event for event in walk.events if getattr(event.body, "question", "") not in KEYS]
    walk.events[:] = kept
    assert walk.question.key == "hypotheses.favourite"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Who sets the gradients to zero? A trainer or a framework.", "A trainer or a framework"),
        ("Is the loss masked? No.", "Is the loss masked? No."),
    ],
)
def test_a_fact_is_told_in_brief_by_its_answer_where_that_says_enough(text: str, said: str) -> None:
    assert in_brief(Observation(id="f", text=text, known="seen", detector="fact.x.y")) == said
