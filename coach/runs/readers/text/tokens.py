"""Lines of console text cut into the numbers in them and the words between; two lines of one shape have the same words.

Blanks before a number belong to it, since programs pad numbers to a width.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\n]*\x07|\x1b[@-_]")
_PROCESS = re.compile(r"^\s*\([^()\n]*\bpid=\d+[^()\n]*\)\s?")
_LINE_END = re.compile(
    r"[\r\n\x08\x0b\x0c]+"
)  # progress is drawn over itself by carriage returns or backspaces
_BAR = re.compile(r"\d+%\|[^|\r\n]*\||\[[=>.#\-]{3,}\]|[\u2501\u2578\u257a\u2588\u2591\u2593]{2,}")
_BAR_SIGNS = ("%|", "[=", "[>", "[.", "[#", "[-", "\u2501", "\u2588")
_NAN = re.compile(r"[nNiI](?:an|aN|AN|nf|NF)(?![a-zA-Z])|[iI]nfinity")
_LONGEST_LINE = 4000  # characters; a longer one is data
_UNIT = r"(?:ms|us|ns|s|sec|secs|m|min|h|hr|k|K|M|G|B|T|x|it|MB|GB|MiB|GiB|KB|kB|Hz|fps|steps?|d|st|nd|rd|th)"
# Begins with one character out of a set, which is what the engine looks for fastest. Behind an `@` it is part of a
# name, as the second one of a range is: `Acc@5`, `mAP50-95`.
_WORD = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"  # signs of Chinese and its neighbours stand beside numbers
_NUMBER = rf"""[-+.\d](?<!{_WORD}.)(?<![.@].)(?<![A-Za-z]\d\d-.)(?:(?<=[-+])\.?\d+|(?<=\.)\d+|(?<=\d)\d*)
    (?:(?:,\d{{3}})+(?!,?\d))?(?::\d\d(?::\d\d)?)?(?:\.\d*)?(?:[eE][-+]?\d+)?
    (?:(?!{_WORD}|[.:])|(?=[.:](?:\D|$))|(?={_UNIT}\b))"""
_NO_NUMBER = r"""(?<![\w.])(?<!\bof\ )[-+]?(?i:nan|inf|infinity)
    (?=\s*(?:[,|;:)\]}'"\u00b1]|\+/-|$)|\s+[\w/.@]+\s*[:=]?\s*[-+\d.])"""
_TOKEN = re.compile(rf"({_NUMBER})", re.VERBOSE)
_TOKEN_OR_NAN = re.compile(rf"({_NUMBER}|{_NO_NUMBER})", re.VERBOSE)


class Cut(NamedTuple):
    """A line as the words around its numbers (one more than there are numbers), and the numbers as they are written."""

    words: tuple[str, ...]
    numbers: list[str]


def lines_of(text: str) -> list[str]:
    """Give the lines of console text, each drawing of a progress bar one of them, without colours and bars."""
    if "\x1b" in text:
        text = _ESCAPE.sub("", text)
    if any(sign in text for sign in _BAR_SIGNS):
        text = _BAR.sub("", text)
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def without_process(line: str) -> str:
    """Give a line without what Ray puts before it: the task, its process and its machine."""
    return _PROCESS.sub("", line)


def cut(line: str, *, has_nan: bool = True) -> Cut:
    """Cut a line at its numbers: times of day and durations are numbers, versions, addresses and names are not.

    Args:
        line: one line without its end.
        has_nan: whether NaN and infinities are looked for too, which takes longer.
    """
    if len(line) > _LONGEST_LINE:
        return Cut(("",), [])
    parts = (_TOKEN_OR_NAN if has_nan else _TOKEN).split(line)
    return Cut(tuple([words.rstrip() for words in parts[::2]]), parts[1::2])


def may_hold_nan(text: str) -> bool:
    """Give whether the text holds a NaN or an infinity anywhere, as far as a quick look tells."""
    return _NAN.search(text) is not None


def as_value(number: str) -> float:
    """Give what a number means; a duration in seconds.

    Raises:
        ValueError: when it is none.
    """
    if ":" in number:
        seconds = 0.0
        for part in number.split(":"):
            seconds = 60 * seconds + float(part)
        return seconds
    return float(number.replace(",", ""))
