"""Pastes: whatever is in them is text, never keys."""

from __future__ import annotations

import pytest
from textual import events

from coach.tui.paste import BEGINS, ENDS, PasteParser

COLOURED = "loss \x1b[31m[red]nan[/red]\x1b[0m\x07 at step 3\x1b\nfin 🧪\x1b]0;title\x07 q"
CLEAN = "loss [red]nan[/red] at step 3\nfin 🧪 q"


def read(*parts: str) -> list[object]:
    """Give what is read of input that comes in these parts: the keys by name, the texts of pastes."""
    parser = PasteParser()
    read = [event for part in parts for event in parser.feed(part)]
    return [
        ("pasted", event.text) if isinstance(event, events.Paste) else event.key
        for event in read
        if isinstance(event, events.Paste | events.Key)
    ]


def test_escape_sequences_in_a_paste_press_no_keys() -> None:
    assert read(f"a{BEGINS}{COLOURED}{ENDS}b") == ["a", ("pasted", CLEAN), "b"]


@pytest.mark.parametrize("size", range(1, 12))
def test_a_paste_is_whole_however_it_arrives(size: int) -> None:
    data = f"{BEGINS}{COLOURED}{ENDS}{BEGINS}two{ENDS}x"
    parts = [data[start : start + size] for start in range(0, len(data), size)]

    assert read(*parts) == [("pasted", CLEAN), ("pasted", "two"), "x"]


def test_keys_are_read_as_before() -> None:
    assert read("\x1b[A", "q", "\x1b[15~") == ["up", "q", "f5"]
