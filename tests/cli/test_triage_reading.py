"""`coach triage` reads what a sentence says plainly, shows what it read, and takes it back when told otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.desk.packs import consulted
from coach.playbook.words import shared_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

    Run = Callable[..., Said]

PRECISION = "the loss becomes NaN, it works in fp32"


def data(said: Said) -> dict[str, object]:
    assert said.status == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


def share(said: Said, cause: str) -> float:
    causes = data(said)["causes"]
    return next((each["share"] for each in causes if each["id"] == cause), 0.0)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("works with one GPU but not with two", [("contrast.one-device", True, "works with one GPU")]),
        (
            "no difference with another seed",
            [("contrast.another-seed", False, "no difference with another seed")],
        ),
        (
            "slow since we upgraded the driver",
            [("changed.version", True, "slow since we upgraded the driver")],
        ),
        ("I wonder whether it works in fp32", []),
    ],
)
def test_the_document_says_what_was_read_and_from_which_words(
    coach: Run, text: str, read: list[tuple[str, bool, str]]
) -> None:
    found: list[dict[str, object]] = data(coach("triage", text, "--json"))["read"]  # type: ignore[assignment]

    assert [(each["id"], each["is_there"], each["words"]) for each in found] == read


def test_the_page_shows_what_was_read_with_the_option_that_takes_it_back(coach: Run) -> None:
    said = " ".join(coach("triage", "works with one GPU but not with two").out.split())

    assert 'it goes away on one device ("works with one GPU"). Not so? --stays-with one-device' in said


def test_what_was_read_counts_like_what_was_told(coach: Run) -> None:
    read = share(coach("triage", PRECISION, "--json"), "fp16-overflow")
    told = share(coach("triage", PRECISION, "--goes-away-with", "fp32", "--json"), "fp16-overflow")

    assert read == pytest.approx(told)


def test_an_option_that_says_otherwise_counts_instead(coach: Run) -> None:
    otherwise = coach("triage", PRECISION, "--stays-with", "fp32", "--json")

    assert not data(otherwise)["read"]
    assert share(otherwise, "fp16-overflow") < share(coach("triage", PRECISION, "--json"), "fp16-overflow")


def test_a_change_that_was_told_counts_instead_of_the_one_that_was_read(coach: Run) -> None:
    assert not data(coach("triage", "slow since we upgraded the driver", "--changed", "data", "--json"))[
        "read"
    ]


def test_which_way_round_a_comparison_goes_decides_what_leads(coach: Run) -> None:
    def leads(text: str) -> str:
        causes: list[dict[str, str]] = data(coach("triage", text, "--json"))["causes"]  # type: ignore[assignment]
        return causes[0]["id"]

    assert leads("validation is worse than training") == "overfitting"
    assert leads("validation is better than training") != "overfitting"


def test_a_denied_trouble_lends_no_word_to_its_causes() -> None:
    catalogue = consulted(("deep-learning",), ())[0][0]

    def score(text: str) -> float:
        found = shared_words(text, catalogue.failure_modes, catalogue.symptoms)
        return found["numeric-overflow"].score if "numeric-overflow" in found else 0.0

    assert score("the accuracy is poor, no NaN anywhere") == score("the accuracy is poor, anywhere")
    assert score("the accuracy is poor, NaN everywhere") > score("the accuracy is poor, no NaN anywhere")
