"""Whether a value can be a secret: placeholders, numbers, references, code and words of a model are none."""

from __future__ import annotations

import math
import re
from collections import Counter

from coach.redaction.marks import MARK
from coach.redaction.secret_names import Strength, strength_of

_NOTHING = frozenset(
    {
        "",
        "none",
        "null",
        "nil",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "undefined",
        "nan",
        "~",
        "default",
        "auto",
    }
    | {
        "required",
        "optional",
        "str",
        "string",
        "int",
        "bytes",
        "bool",
        "any",
        "object",
        "enabled",
        "disabled",
        "unset",
    }
    | {
        "basic",
        "bearer",
        "token",
        "password",
        "secret",
        "todo",
        "tbd",
        "changeme",
        "redacted",
        "hidden",
        "masked",
        "empty",
    }
)
_PLACEHOLDER = re.compile(
    r"(?i)^(?:\*+|x{3,}|\.{2,}|-+|_+|<.*>|\[.*\]|\$.*|%.*%|\{\{.*|\{.*\}|#.*|(?:your|my|the|some|insert|enter|replace)[_\- ].*|.*[_-]here|"
    r"env[:.(].*|vault:.*|file:.*|arn:aws:.*|op://.*|@.*|!.*|/.*|\./.*|~/.*|\.\./.*|[A-Za-z]:\\.*|https?://[^@]*|\\[nrt].*)$"
)
_NUMBER = re.compile(r"^[+-]?(?:\d[\d_,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?[a-z%]{0,2}$", re.IGNORECASE)
_CODE = re.compile(
    r"[(\[{]|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|^(?:self|args|cfg|config|os|settings|env)\.|->|^lambda\b"
)
_WORD = re.compile(r"^[A-Za-z]+(?:[_\- .][A-Za-z]+)*$")
_PATH = re.compile(
    r"\.(?:ya?ml|json|toml|txt|pem|crt|key|cfg|ini|py|env|csv|pt|pth|bin|npz|safetensors|model)$",
    re.IGNORECASE,
)
_SHORT_PIN = 4
_RANDOM_LENGTH = 12
_MIXED = re.compile(r"^(?=.*[A-Za-z])(?=.*\d)[\w!#%^&*+=~-]{6,}$")
_LONG_PART = 16
_SHORTEST, _SHORTEST_PHRASE, _MOST_WORDS, _MOST_SLASHES = 3, 8, 8, 3
_RANDOM_BITS = 2.8
"""Bits a character, by the value's own letters (Shannon); random base 16 of that length has about 3 (editorial)."""


def is_secret_value(
    value: str, strength: Strength, *, is_quoted: bool, is_loose: bool = False, is_prose: bool = False
) -> bool:
    """Give whether a value under a name of that strength is a secret.

    Args:
        value: without its quotes.
        strength: what the name says.
        is_quoted: it stood in quotes, or is known to be one whole value: code has none.
        is_loose: it stood behind an equals sign between blanks, as in code.
        is_prose: more words follow, as in a sentence.
    """
    said = value.strip()
    if strength is Strength.NONE or MARK in said or said.lower() in _NOTHING or _PLACEHOLDER.match(said):
        return False
    if _NUMBER.match(said) and len(said) < (_SHORT_PIN if strength is Strength.STRONG else 99):
        return False
    if strength is Strength.STRONG and not is_prose:
        if not is_quoted and (_CODE.search(said) or (is_loose and strength_of(said) is not Strength.NONE)):
            return False
        return (len(said) >= _SHORTEST and not _PATH.search(said) and " " not in said.strip()) or _is_phrase(
            said
        )
    if strength is Strength.FAIR and not is_prose and _MIXED.match(said):
        return True
    return looks_random(said)


def _is_phrase(said: str) -> bool:
    """Give whether quoted words can be a passphrase: few words, and no sentence."""
    return (
        1 < len(said.split()) <= _MOST_WORDS
        and len(said) >= _SHORTEST_PHRASE
        and not said.endswith((".", ":", "?"))
    )


def looks_random(said: str) -> bool:
    """Give whether a value looks as if nobody had thought of it: long, mixed, and no path, number or word."""
    if (
        len(said) < _RANDOM_LENGTH
        or _NUMBER.match(said)
        or _WORD.match(said)
        or _PATH.search(said)
        or " " in said
    ):
        return False
    if all(len(part) < _LONG_PART for part in said.split(".")) and "." in said:
        return False
    if re.search(r"[()\[\]{}<>]", said) or said.count("/") > _MOST_SLASHES or not re.search(r"\d", said):
        return False
    counts = Counter(said)
    bits = -sum(n / len(said) * math.log2(n / len(said)) for n in counts.values())
    return bits >= _RANDOM_BITS
