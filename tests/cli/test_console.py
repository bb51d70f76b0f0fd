from __future__ import annotations

import io

import pytest

from coach.cli.console import Console


def console(source: str = "", width: int = 30) -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    made = Console(io.StringIO(source), written)
    made.width = width
    return made, written


def test_prose_is_wrapped_and_hangs_where_asked() -> None:
    made, written = console()
    made.say("a sentence that is longer than one line", indent="1. ", hanging="   ")
    assert written.getvalue() == "1. a sentence that is longer\n   than one line\n"


def test_a_long_word_is_left_whole() -> None:
    made, written = console(width=20)
    made.say("see runs/a-very-long-folder/name/of/a/run")
    assert "runs/a-very-long-folder/name/of/a/run" in written.getvalue()


def test_an_empty_paragraph_is_an_empty_line() -> None:
    made, written = console()
    made.say()
    assert written.getvalue() == "\n"


def test_a_line_that_was_not_typed_at_a_keyboard_is_echoed_after_its_prompt() -> None:
    made, written = console("10h\r\n")
    assert made.ask("> ") == "10h"
    assert written.getvalue() == "> 10h\n"


def test_the_end_of_input_is_told_apart_from_an_empty_line() -> None:
    made, _ = console("\n")
    assert made.ask("> ") == ""
    with pytest.raises(EOFError):
        made.ask("> ")
