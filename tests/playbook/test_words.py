from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from coach.errors import PlaybookError
from coach.playbook.words import MOST_WORDS, shared_words, words_in, words_of
from coach.session.failure_mode import Check, FailureMode, KnownCase, Repair, Symptom

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue


def mode(mode_id: str, **said: object) -> FailureMode:
    fields: dict[str, object] = {
        "name": mode_id,
        "says": "It shows.",
        "weight": 1.0,
        "provenance": "editorial",
        "source": "",
        "mine": "mine",
        "symptoms": {},
        "classes": {"slow": 0.9},
        "tripwire": "",
        "prevention": None,
        "repair": Repair(text="Mend it.", human_h=1, runs=1),
        "check": Check(says="Look."),
    }
    return FailureMode(id=mode_id, **{**fields, **said})  # type: ignore[arg-type]


OTHERS = tuple(mode(f"other-{at}", name=f"Unlike {at}") for at in range(6))


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Kettles whistle"},
        {"aliases": ("a whistling kettle",)},
        {"complaints": ("something in the kitchen sounds like a kettle",)},
        {"says": "The kettle whistled."},
        {"check": Check(says="Listen to the kettles.")},
        {"cases": (KnownCase(says="My kettle sings.", cause="It was full.", link="here"),)},
    ],
)
def test_a_mode_is_found_by_what_is_said_of_it_whatever_the_form_of_the_word(said: dict[str, object]) -> None:
    found = shared_words("The kettle!", (mode("kettle", **said), *OTHERS), {})

    assert list(found) == ["kettle"]
    assert found["kettle"].words == ("kettle",)


def test_a_symptom_is_among_the_words_of_a_mode_that_mostly_shows_it_and_of_no_other() -> None:
    symptoms = {"steam": Symptom(id="steam", says="Steam rises.", asks="Does steam rise?")}
    often, seldom = mode("often", symptoms={"steam": 0.8}), mode("seldom", symptoms={"steam": 0.1})

    assert set(shared_words("steam everywhere", (often, seldom, *OTHERS), symptoms)) == {"often"}


@pytest.mark.parametrize(
    ("said", "asked"), [("Inputs normalised.", "normalizing"), ("It optimizes.", "optimiser")]
)
def test_british_and_american_spellings_are_one_word_and_the_person_reads_their_own(
    said: str, asked: str
) -> None:
    found = shared_words(asked, (mode("right", says=said), *OTHERS), {})

    assert found["right"].words == (asked,)


def test_what_to_type_and_what_mends_it_are_not_what_people_see() -> None:
    check = Check(says="Look.", steps=("Boil a kettle.",), code="kettle()")
    repair = Repair(text="Buy a kettle.", human_h=1, runs=1, steps=("Take a kettle.",))

    assert shared_words("kettle", (mode("a", check=check, repair=repair), *OTHERS), {}) == {}


def test_words_that_every_text_holds_and_numbers_find_nothing() -> None:
    assert words_of("It is what it is, after 3000 of them") == []
    assert shared_words("the 17 of it", OTHERS, {}) == {}
    assert shared_words("", OTHERS, {}) == {}


@pytest.mark.parametrize(
    "text", ['"', "a* OR b", "NEAR(x y)", "name:kettle", "x" * 10_000, "\0 kettle", "котёл"]
)
def test_what_the_index_takes_for_a_command_is_a_text(text: str) -> None:
    shared_words(text, OTHERS, {})


def test_a_whole_book_is_looked_up_by_its_first_words() -> None:
    book = " ".join(f"word{'q' * at}" for at in range(MOST_WORDS + 5)) + " kettle"

    assert shared_words(book, (mode("kettle"), *OTHERS), {}) == {}


def test_several_words_in_a_row_count_only_as_such() -> None:
    assert words_in("The clipping fraction is 0.4", ["clip fraction", "PPO"]) == ("clip fraction",)
    assert words_in("a fraction of the clips", ["clip fraction"]) == ()


def test_a_sqlite_without_full_text_index_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Without:
        def execute(self, _: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self) -> None:
            return

    monkeypatch.setattr(sqlite3, "connect", lambda _: Without())

    with pytest.raises(PlaybookError, match="full-text index"):
        shared_words("kettle", OTHERS, {})


def test_a_name_that_code_joins_is_found_by_its_parts_and_as_it_is() -> None:
    modes = (mode("kettle", says="The scaler of gradients."), mode("lamp", says="GradScaler is off."))

    assert set(shared_words("GradScaler", (*modes, *OTHERS), {})) == {"kettle", "lamp"}


def test_every_built_in_mode_has_everyday_words(catalogues: dict[str, Catalogue]) -> None:
    for made in catalogues.values():
        assert [each.id for each in made.failure_modes if len(each.aliases) < 3] == []


def test_every_built_in_mode_has_four_to_twenty_two_ways_in_which_people_put_it(
    catalogues: dict[str, Catalogue],
) -> None:
    for made in catalogues.values():
        assert [each.id for each in made.failure_modes if not 4 <= len(each.complaints) <= 22] == []


def test_no_two_modes_have_a_way_to_put_it_in_common(catalogues: dict[str, Catalogue]) -> None:
    owners: dict[str, set[str]] = {}
    for made in catalogues.values():
        for mode_ in made.failure_modes:
            for complaint in mode_.complaints:
                owners.setdefault(" ".join(words_of(complaint)), set()).add(mode_.id)

    assert {said: modes for said, modes in owners.items() if len(modes) > 1} == {}


def test_how_people_put_it_is_looked_up_by_itself_too_so_that_a_long_description_does_not_drown_it() -> None:
    much = f"It shows. {'Much else is said. ' * 30}"
    put_so = {"complaints": ("the kettle sings",)}
    checked = {"check": Check(says="The kettle sings.")}
    modes = (
        mode("put-so", **put_so),
        mode("checked", **checked),
        mode("put-so-in-much", says=much, **put_so),
        mode("checked-in-much", says=much, **checked),
    )

    found = {each: shared.score for each, shared in shared_words("kettle", (*modes, *OTHERS), {}).items()}

    assert found["put-so"] > found["checked"]
    assert found["put-so-in-much"] > 2 * found["checked-in-much"]
