"""What can be typed at any prompt beside an answer: why, where, undo, a note, a surprise, a search, a way out."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "why",
    "where",
    "help",
    "undo",
    "redo",
    "skip",
    "quit",
    "note",
    "surprise",
    "search",
    "playbooks",
    "unfold",
    "pass",
]

_WORDS: dict[str, Kind] = {
    "?": "why",
    "where": "where",
    "help": "help",
    "undo": "undo",
    "redo": "redo",
    "skip": "skip",
    "quit": "quit",
    "exit": "quit",
    "playbooks": "playbooks",
    "unfold": "unfold",
    "pass": "pass",
    "!": "surprise",
}

HELP = (
    ("?", "why this is asked, and where the reason comes from"),
    ("where", "what you are working on, what you believe, and what is still to come"),
    ("unfold", "what is folded beside an advice: what each outcome would mean, the rivals, the plan"),
    ("undo, redo", "take back the last answer, or take that back"),
    ("skip", "leave the question open, where it may be"),
    ("pass", "at one keyboard: let the other one type from here on"),
    ("note: TEXT", "add a line to the work log"),
    ("/WORD", "find a word in what this session's logs say; a path with more than one slash is an answer"),
    ("! TEXT", "something surprised you; write !+ when it was a good surprise"),
    ("playbooks: ID, ID", "use other playbooks from here on; without ids, which there are"),
    ("quit", "leave; everything confirmed is kept"),
    ("\\TEXT", "an answer that begins like one of these"),
)
"""The asides with their explanations, in the order in which help lists them."""


class Aside(NamedTuple):
    """Something typed that is no answer; `text` is what follows `note:`, `playbooks:`, `!` or `/`."""

    kind: Kind
    text: str = ""
    welcome: bool = False


def read_aside(line: str) -> Aside | None:
    """Give the aside that a line is, or None when it is an answer."""
    said = line.strip()
    word = _WORDS.get(said.lower())
    if word is not None:
        return Aside(word)
    if said[:5].lower() == "note:":
        return Aside("note", said[5:].strip())
    if said[:10].lower() == "playbooks:":
        return Aside("playbooks", said[10:].strip())
    if said.startswith("/") and "/" not in said[1:]:
        return Aside("search", said[1:].strip())
    if said.startswith("!"):
        welcome = said.startswith("!+")
        return Aside("surprise", said[2 if welcome else 1 :].strip(), welcome)
    return None


def answer_in(line: str) -> str:
    r"""Give the answer that a line holds: a leading backslash only says that it is one.

    >>> answer_in("\\quit")
    'quit'
    """
    said = line.lstrip()
    return said[1:] if said.startswith("\\") else line
