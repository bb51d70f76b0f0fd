"""What people and logs wrote, quoted in Markdown so that it stays what they wrote.

No text becomes markup, a link, a heading or HTML, and none ends the block it stands in. Characters that hide,
move or colour text (control characters, marks of direction) are shown as escapes.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"([\\`*_\[\]<>&|~#!$])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_TICKS = re.compile(r"`+")
_JOINERS = frozenset("\u200c\u200d")  # they shape letters and pictures, and hide nothing
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""Give a text with every character that cannot be seen as an escape; line breaks and tabs stay.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text.replace("\r\n", "\n"))


def inline(text: str) -> str:
    r"""Give a text as one line of prose.

    >>> inline("loss [/train] *exploded*\n# now")
    'loss \\[/train\\] \\*exploded\\* \\# now'
    """
    line = " ".join(visible(text).split())
    escaped = _MARKS.sub(r"\\\1", line)
    escaped = _NUMBERED.sub(r"\1\\\2", escaped)
    return f"\\{escaped}" if escaped[:1] in {"-", "+", "="} else escaped


def code(text: str) -> str:
    """Give a text as a span of code on one line, with as many ticks around it as it needs.

    >>> code("final(eval/return) >= 18")
    '`final(eval/return) >= 18`'
    """
    line = " ".join(visible(text).split()) or " "
    ticks = "`" * (_longest_run(line) + 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{padding}{line}{padding}{ticks}"


def fenced(text: str, indent: str = "") -> str:
    """Give a text of several lines as a block that none of its lines can end."""
    fence = "`" * max(3, _longest_run(text) + 1)
    lines = [f"{fence}text", *visible(text).split("\n"), fence]
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


def item(label: str, text: str) -> str:
    """Give a list item: on one line, or with a block below it where the text has several."""
    lead = f"- {label}:" if label else "-"
    if "\n" not in text.strip():
        return f"{lead} {inline(text)}"
    return f"{lead}\n\n{fenced(text.strip(), '  ')}"


def row(*cells: str) -> str:
    """Give a row of a table; the cells are quoted already."""
    return f"| {' | '.join(cells)} |"


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _shown(character: str) -> str:
    if character in "\n\t" or character in _JOINERS or unicodedata.category(character) not in _UNSEEN:
        return character
    return character.encode("unicode_escape").decode("ascii")
