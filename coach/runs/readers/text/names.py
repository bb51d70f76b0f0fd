"""What the words before a number call it: the name of a quantity, a counter, or nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


def word_set(words: str) -> frozenset[str]:
    """Give the words of a text, each once."""
    return frozenset(words.split())


_AFTER_NUMBER = re.compile(r"^(?:%|[a-zA-Z\u00b5]+(?:/[a-zA-Z]+)?)(?![\w:=(])")
_COUNTED_IN_CHINESE = re.compile(r"^\s*(?:个)?(轮|回合|步|代|次迭代)(?:训练)?\s*")
_COUNTS_IN_CHINESE = "第"
_JOINT = " \t:=<>~([{\"'`"
_SEPARATOR = re.compile(
    r"\s*[|;,\t{}>\u2502]+\s*|\s{2,}|\s[-\u2013\u2014*\u2022]+(?=\s|$|[a-zA-Z])"
    r"|:\s+|\s=\s|[#=*\u2500]{2,}|-{2,}|\.{2,}\s*"
)
_BRACKETED = re.compile(r"^\s*(?:\[[^\]]*\][\s:]*|<[^>]*>\s*)+")
_LEVEL = re.compile(
    r"^(?:INFO|DEBUG|WARNING|WARN|ERROR|CRITICAL|TRACE|NOTE|I|W|E)(?:(?::[\w.]+:|[\s:]+)(?=\S)|$)"
)
_BLANKS = re.compile(r"[^\w@%/.+]+")
_INSIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MOST_WORDS, _MOST_PLAIN_WORDS = 6, 3  # with `:` or `=` before the number, and with a blank alone
_LONGEST = 60  # characters
_QUALIFIERS = word_set(
    "global total train training learning current env environment num number of optimizer outer the end at in"
    " after validation val valid eval evaluation test meta"
)
_SAYS_NOTHING = word_set("with and has a an the is")
_BEFORE_EQUALS = word_set(
    "train training trn val valid validation test eval dev avg average mean running total best min max lm"
)
_OF_A_COUNTER = re.compile(
    r"^(.*\S)\s+(?:in|at|for|after|on|of)\s+(?:the\s+)?((?:global[ -]?)?(?:step|epoch|episode|iteration|iter))$",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?<![\w.])([\w\- ]*?(\w+))\.\s+(?=[A-Z])")
_CUT_SHORT = word_set(
    "acc approx avg cum dev disc ep epi eps err est eval exp max min no num opt rel std test tot train val valid"
)
"""Words that a full stop shortens, rather than ending what is said of the number before."""
_NO_NAMES = word_set("a after and at by for from in is it of on or since than the to was with")
_PLACE = re.compile(r"\.(?:py|pyx|cpp|cc|cxx|c|h|hpp|cu|rs|go|jl):?$|(?:^|[\s|(\[])[\w.]+:[\w.<>]+:$|\bline$")


class Counter(StrEnum):
    """What a line may count, the finest first; `batch` counts from anew in every epoch.

    `elapsed` are the seconds since a progress bar began; they never count steps.
    """

    FRAME = "frame"
    STEP = "step"
    BATCH = "batch"
    EPISODE = "episode"
    EPOCH = "epoch"
    ELAPSED = "elapsed"


_COUNTERS = {
    **dict.fromkeys(("timestep", "timesteps", "time step", "time steps", "t step"), Counter.FRAME),
    **dict.fromkeys(("frame", "frames", "totalenvinteracts", "total t", "t env"), Counter.FRAME),
    **dict.fromkeys(("step", "steps", "iter", "iters", "iteration", "iterations", "it", "itr"), Counter.STEP),
    **dict.fromkeys(("update", "updates", "n updates", "nupdates", "global step", "globalstep"), Counter.STEP),
    **dict.fromkeys(("batch", "batches", "minibatch", "mini batch", "batch idx"), Counter.BATCH),
    **dict.fromkeys(("episode", "episodes", "ep", "game", "games", "cycle", "round"), Counter.EPISODE),
    **dict.fromkeys(("generation", "gen", "rollout", "trial", "episode num", "episode number"), Counter.EPISODE),
    **dict.fromkeys(("epoch", "epochs"), Counter.EPOCH),
}  # fmt: skip


_CHINESE_COUNTERS = {
    **dict.fromkeys(("轮", "代"), Counter.EPOCH),
    **dict.fromkeys(("步", "次迭代"), Counter.STEP),
    "回合": Counter.EPISODE,
}


class Words(NamedTuple):
    """The words before one number.

    Attributes:
        name: what they call it; empty where they do not.
        counter: what it counts, if anything.
        about: what is said besides, such as the part of the data, in the order of the line.
        of: what the number after this counter is: in `reward in step 3: 1.5`, the reward.
        is_joined: a colon or an equals sign stands between name and number.
    """

    name: str
    counter: Counter | None = None
    about: str = ""
    of: str = ""
    is_joined: bool = False


def read_words(text: str, *, is_first: bool) -> Words:
    """Read the words before a number.

    Args:
        text: from the number before (its unit included), or from the beginning of the line.
        is_first: no number stands before.
    """
    if _PLACE.search(text):
        return Words("", about=text)
    if not is_first:
        text = _COUNTED_IN_CHINESE.sub("", text)
        text = text[found.end() :] if (found := _AFTER_NUMBER.match(text)) else text
    text = _after_closed(text)
    text = _after_full_stop(text)
    body = text.rstrip(_JOINT)
    joint = text[len(body) :]
    is_joined = ":" in joint or "=" in joint
    at = max((found.end() for found in _SEPARATOR.finditer(body)), default=0)
    if "(" in body[at:] and body.count("(", at) > body.count(")", at):
        at = body.rindex("(") + 1
    piece, about = body[at:], body[:at]
    bracketed = _BRACKETED.match(piece)
    if bracketed and bracketed.end() < len(piece):
        piece, about = piece[bracketed.end() :], about + bracketed[0]
    piece = _LEVEL.sub("", piece.strip(" \t'\"`*-=>#[(.!$")).strip()
    words = piece.split()
    if "=" in joint and not joint.startswith((" ", "\t")) and len(words) > 1:
        kept = next(
            (n for n in range(1, len(words)) if words[-n - 1].lower() not in _BEFORE_EQUALS), len(words)
        )
        piece, about = " ".join(words[-kept:]), " ".join((about, *words[:-kept]))
    return _named(piece, about, is_joined=is_joined)


def counter_in_chinese(before: str, after: str) -> Counter | None:
    """Give what `第3轮` and `第20回合` count."""
    found = _COUNTED_IN_CHINESE.match(after) if before.rstrip().endswith(_COUNTS_IN_CHINESE) else None
    return None if found is None else _CHINESE_COUNTERS[found[1]]


def counter_in(name: str) -> Counter | None:
    """Give what a name counts; None where it is no counter."""
    words = _BLANKS.sub(" ", _INSIDE.sub(" ", name).replace("_", " ").replace("-", " ")).lower().split()
    while len(words) > 1 and words[0] in _QUALIFIERS and " ".join(words) not in _COUNTERS:
        words = words[1:]
    return _COUNTERS.get(" ".join(words))


def _named(piece: str, about: str, *, is_joined: bool) -> Words:
    if counter := counter_in(piece):
        name = _INSIDE.sub("", piece.removeprefix("of ")).strip()
        return Words(name, counter, f"{about} {piece}", is_joined=is_joined)
    if of := _OF_A_COUNTER.match(piece):
        return Words(of[2], counter_in(of[2]), f"{about} {of[1]}", of=of[1], is_joined=is_joined)
    words = piece.split()
    while len(words) > 1 and words[0] in _SAYS_NOTHING:
        piece = piece[len(words.pop(0)) :].lstrip()
    if len(words) > (_MOST_WORDS if is_joined else _MOST_PLAIN_WORDS) or len(piece) > _LONGEST:
        last = words[-1]
        counter = counter_in(last)
        return Words(last if counter else "", counter, f"{about} {piece}", is_joined=is_joined)
    if not any(map(str.isalpha, piece)) or piece.startswith("/") or piece.lower() in _NO_NAMES:
        return Words("", about=about, is_joined=is_joined)
    return Words(piece, None, about, is_joined=is_joined)


def _after_full_stop(text: str) -> str:
    """Give what follows the last sentence before a number: `Reward` of `Ball. Reward: 1` and of ` s. Reward: 1`."""
    ends = [found.end() for found in _FULL_STOP.finditer(text) if found[2].lower() not in _CUT_SHORT]
    return text[ends[-1] :] if ends else text


def _after_closed(text: str) -> str:
    """Give what follows the last bracket that was opened before this text."""
    depth, at = 0, 0
    for place, sign in enumerate(text):
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth < 0:
                depth, at = 0, place + 1
    return text[at:]
