from __future__ import annotations

from coach.cli.transcript import transcript
from coach.session.form import Card, Choice, Field, Hours, Lines, Option, Several, Table, Text

CHOICE = Choice((Option("flat", "It never learned"), Option("fell", "It fell")))


def test_options_rows_and_fields_are_echoed_by_what_people_read() -> None:
    assert transcript("flat", CHOICE) == ["It never learned"]
    assert transcript(["flat", "fell"], Several(CHOICE.options)) == ["It never learned", "It fell"]
    table = Table(CHOICE.options, (Option("wide", "wide"), Option("narrow", "narrow")))
    assert transcript({"flat": [0.9, 0.1], "fell": "even"}, table) == [
        "It never learned: 0.9, 0.1",
        "It fell: even",
    ]
    card = Card((Field("what", "It was", CHOICE), Field("wall", "Hours", Hours())))
    assert transcript({"what": "fell", "wall": "2h"}, card) == ["It was: It fell", "Hours: 2h"]


def test_what_was_left_out_is_said() -> None:
    assert transcript(None, Text()) == ["(left as it is)"]
    assert transcript([], Lines()) == ["(nothing)"]


def test_an_echo_is_harmless() -> None:
    assert transcript("a\x1b[2Jb", Text()) == ["ab"]


def test_what_was_suggested_and_taken_is_echoed() -> None:
    tonight = Field("decision", "Tonight", CHOICE, suggested="fell")
    card = Card((tonight, Field("hours", "Hours", Hours(), suggested="10h"), Field("why", "Why", Text())))
    assert transcript({"decision": "", "why": "so"}, card) == ["Tonight: It fell", "Hours: 10h", "Why: so"]
    assert transcript({"Tonight": "flat", "hours": 0}, card) == ["Tonight: It never learned", "Hours: 0"]
    table = Table(CHOICE.options, (Option("p", "chance"),), suggested={"flat": ("30%",)})
    assert transcript({"fell": "even"}, table) == ["It never learned: 30%", "It fell: even"]
    assert transcript(None, CHOICE, "fell") == ["It fell"]
    assert transcript(None, Several(CHOICE.options), "flat, fell") == ["It never learned, It fell"]
    assert transcript(None, Several(CHOICE.options), "all") == ["all"]
    assert transcript(None, Card((Field("why", "Why", Text()),))) == ["(left as it is)"]
