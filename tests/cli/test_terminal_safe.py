from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.cli.terminal_safe import harmless, one_line, storable

ANYTHING = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("hostile", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;title\x07after", "after"),
        ("\x9b31mC1", "C1"),
        ("\x1bcreset", "reset"),
        ("a\rb", "a\nb"),
        ("a\u2028b", "a\nb"),
        ("bell\x07 back\x08space", "bell backspace"),
        ("\u202eevil", "evil"),
        ("zero\u200bwidth", "zerowidth"),
        ("an unfinished escape \x1b[", "an unfinished escape "),
    ],
)
def test_what_would_steer_a_terminal_is_taken_out(hostile: str, plain: str) -> None:
    assert harmless(hostile) == plain


@pytest.mark.parametrize(
    "text", ["naïve λ=0.95 → 18 %", "学習率が高すぎる", "שלום", "[bold]loss [/train]", "👩‍🔬"]
)
def test_letters_of_every_script_and_markup_stay(text: str) -> None:
    assert harmless(text) == text


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    said = harmless(text)
    assert not [c for c in said if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert harmless(said) == said


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_one_line_is_one_line(text: str) -> None:
    assert "\n" not in one_line(text)
    assert "\t" not in one_line(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=20))
def test_text_from_the_command_line_can_always_be_stored(text: str) -> None:
    assert storable(text).encode("utf-8").decode("utf-8") == storable(text)
