"""What sentences say beside their words is read with the words that say it, and left alone where it is not plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.playbook.own_words import read, told_plainly
from coach.playbook.own_words.denials import without_denied
from coach.playbook.symptom_words import symptoms_spoken_of
from tests.playbook.told_sentences import REPORTED, TUNED, Sentence

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue

EXACT = {"tuned": 27, "reported": 19}
"""Sentences of thirty of which everything is read and nothing else; of the second as many as on the first day."""


def said_by(catalogue: Catalogue, text: str) -> frozenset[str]:
    """Give what a text says plainly, each id with its sign."""
    known = catalogue.symptoms
    readings = read(text, known.values())
    spoken = told_plainly(symptoms_spoken_of(text, known.values()), readings, known.values())
    plain = {f"+{each.symptom}" for each in spoken if each.is_plain and known[each.symptom].kind == "symptom"}
    return frozenset(plain | {f"{'+' if each.is_there else '-'}{each.symptom}" for each in readings})


@pytest.mark.parametrize(("part", "sentences"), [("tuned", TUNED), ("reported", REPORTED)])
def test_most_sentences_are_read_as_a_careful_reader_would(
    catalogues: dict[str, Catalogue], part: str, sentences: list[Sentence]
) -> None:
    known = catalogues["policy-gradient"]
    exact = sum(said_by(known, each.text) == each.says for each in sentences)

    assert exact >= EXACT[part]


@pytest.mark.parametrize(
    "text",
    [
        "I do not know whether it works on one GPU.",
        "I would like to try fp32 next.",
        "After 300 steps the loss explodes.",
        "I changed the learning rate and it made no difference.",
        "Lowering the learning rate helped a little, then it broke again.",
    ],
)
def test_what_was_not_tried_or_was_a_try_is_no_change(catalogues: dict[str, Catalogue], text: str) -> None:
    found = read(text, catalogues["deep-learning"].symptoms.values())

    assert not [each for each in found if each.symptom.startswith("changed.")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The loss does not go down, no NaN anywhere.", "The loss does not go down, no anywhere."),
        ("It cannot overfit a single batch.", "It cannot overfit a single batch."),
        ("The loss does not go down.", "The loss does not go down."),
        ("No NaN at first, then NaN everywhere.", "No NaN at first, then NaN everywhere."),
        ("It never crashes.", "It never"),
    ],
)
def test_the_words_of_a_denied_trouble_do_not_count_and_those_of_a_complaint_do(text: str, kept: str) -> None:
    assert without_denied(text) == kept


def test_a_reading_keeps_the_words_that_say_it(catalogues: dict[str, Catalogue]) -> None:
    text = "The loss becomes NaN on 8 GPUs, a single GPU is fine."
    found = read(text, catalogues["deep-learning"].symptoms.values())

    assert [(each.symptom, each.is_there, each.quote) for each in found] == [
        ("contrast.one-device", True, "a single GPU is fine")
    ]


def test_clauses_that_belie_each_other_are_not_read(catalogues: dict[str, Catalogue]) -> None:
    text = "It is fine on one GPU. Yesterday it failed even on one GPU."

    assert not read(text, catalogues["deep-learning"].symptoms.values())


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Accuracy stays at chance.", False),
        ("It reaches an accuracy of one at once.", True),
        ("The sampled transitions belong to another action.", False),
    ],
)
def test_a_short_word_for_a_symptom_is_not_said_by_its_commonest_word_alone(
    catalogues: dict[str, Catalogue], text: str, *, speaks: bool
) -> None:
    known = catalogues["policy-gradient"].symptoms.values()
    plain = {each.symptom for each in symptoms_spoken_of(text, known) if each.is_plain}

    assert bool(plain & {"too-good", "stops-exploring-early"}) == speaks


def test_a_rate_that_did_not_help_does_not_say_that_nothing_is_learned(
    catalogues: dict[str, Catalogue],
) -> None:
    known = catalogues["deep-learning"].symptoms.values()
    found = symptoms_spoken_of("Lowering the learning rate ten times did not help.", known)

    assert not [each for each in found if each.is_plain]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("training in fp16, the model prints only exclamation marks and the gradient norm is nan", set()),
        ("NaN happens only in fp16", {"+contrast.fp32"}),
        ("I have to lower the learning rate a lot, else the loss explodes", {"+contrast.tenth-of-the-rate"}),
        ("lowered the learning rate, the gradients are too large and it explodes", set()),
        ("works for 100-1000 steps in mixed precision and then NaN appears", set()),
    ],
)
def test_a_contrast_is_read_only_where_the_sentence_makes_it(
    catalogues: dict[str, Catalogue], text: str, says: set[str]
) -> None:
    known = {**catalogues["deep-learning"].symptoms, **catalogues["generative"].symptoms}.values()

    found = {f"{'+' if each.is_there else '-'}{each.symptom}" for each in read(text, known)}
    assert {each for each in found if "contrast." in each} == says
