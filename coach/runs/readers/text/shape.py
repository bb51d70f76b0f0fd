"""The shape of a line: which of its numbers are quantities, counters and totals, and what they are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.text.names import Counter, Words, counter_in_chinese, read_words
from coach.runs.readers.text.remarks import is_remark
from coach.runs.readers.text.splits import is_a_split, prefixed, split_in, told_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

AVERAGE = "_avg"
"""What is put behind the name of a quantity for the number in brackets after it."""
NO_NAME = "without a name"
"""What a number is called that stands behind what is counted, with no word for it."""
_BEFORE_A_VALUE = frozenset({":", "=", "=>", "):", "]:"})
_RULED = 3  # pieces around two numbers
_IS = frozenset({":", "=", "is", "was"})
_TOTAL = frozenset({"/", "of"})
_UNITS_OF_TIME = "s|sec|it|iter|step|batch|epoch|ms"
_RATE = re.compile(rf"^\s?([a-zA-Z\u00b5]+)\s?/\s?({_UNITS_OF_TIME})\b")
_RATE_TAG = re.compile(rf"[a-zA-Z\u00b5]+/(?:{_UNITS_OF_TIME})")
_SCALE = re.compile(r"^([kKMGB])(?=[\s,|;)\]/]|$)")
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9}
_MEMORY = re.compile(r"mem|bytes", re.IGNORECASE)
_PAIR = re.compile(r"([\w@.]+)/([\w@.]+)((?: [\w@.]+)*)")
_BEHIND = re.compile(r"\s+([A-Za-z][\w\-]*(?: [A-Za-z][\w\-]*){0,2})\s*(?:[,;|]|$)")
_REMAINING_BEHIND = re.compile(r"\b(?:left|remaining|eta)\b", re.IGNORECASE)
_FEWEST_BEHIND = 2
_UNIT = re.compile(r"\s?(ms|us|\u00b5s|s)(?![\w/])")
_SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "\u00b5s": 1e-6}
_AFTER_A_BAR = frozenset({"", "-", "\u2022"})
_LINE_OF_CODE = re.compile(r"\([A-Za-z_][\w.]*:$")
_LEVEL_BEHIND = re.compile(r"\)\s*(?:DEBUG|INFO|WARN|ERROR|CRITICAL)")
_OVER = re.compile(r"([A-Za-z][\w \-/]*?) (?:over|of|across|on|for)(?: the)?(?: last)?$")
_JOINT = " \t:="
_SHARE = re.compile(r"acc|correct|precision|recall|error", re.IGNORECASE)
_REMAINING = re.compile(r"(?:eta|remaining|time left)\b", re.IGNORECASE)


class Column(NamedTuple):
    """One number of every line of a shape.

    Attributes:
        tag: what it is called; empty for a counter without a name.
        at: which number of the line.
        total: which number it is a part of, as in `7/10`; -1 for none.
        counter: what it counts, if anything.
        is_joined: a colon or an equals sign stands between name and number.
        scale: what its unit multiplies it by.
        scale_of_total: the same of the number it is a part of.
    """

    tag: str
    at: int
    total: int = -1
    counter: Counter | None = None
    is_joined: bool = False
    scale: float = 1.0
    scale_of_total: float = 1.0


class Shape(NamedTuple):
    """The columns of a line; lines with the same columns are rows of one table."""

    columns: tuple[Column, ...]

    @property
    def signature(self) -> tuple[tuple[str, str, bool], ...]:
        """What tells the tables apart."""
        return tuple((each.tag, each.counter or "", each.total >= 0) for each in self.columns)


def is_rate(tag: str) -> bool:
    """Give whether a tag is the speed that a progress bar shows: `it/s`, `s/it`."""
    return _RATE_TAG.fullmatch(tag) is not None


def shape_of(words: Sequence[str]) -> Shape:
    """Give the shape of a line from the words around its numbers."""
    columns: list[Column] = []
    split, of = "", ""
    if is_remark(words):
        return Shape(())
    for at in range(len(words) - 1):
        if (at and words[at].strip() in _TOTAL) or _is_line_of_code(words, at):
            continue
        read = _of_a_split(_numbered(read_words(words[at], is_first=at == 0), words, at), words[at + 1])
        if counter := counter_in_chinese(words[at], words[at + 1]):
            read = read._replace(name="", counter=counter)
        split = split_in(read.about, split)
        total = at + 1 if words[at + 1].strip() in _TOTAL and at + 2 < len(words) else -1
        if _is_index(words, at) or (total >= 0 and columns and _is_share(words, at, columns[-1])):
            split = split_in(f"{read.about} {read.name}", split)
            continue
        if columns_of_pair := _pair(read, at, total, split):
            columns += columns_of_pair
            continue
        if over := _over_episodes(words, at, read):
            columns = [each for each in columns if each.at != at - 1]
            read = read._replace(name=over, counter=None)
        is_of_before = of and words[at].strip() in _IS
        column = (
            Column(prefixed(split, of), at, is_joined=True)
            if is_of_before
            else _elapsed(read, words, at, columns) or _column(read, at, total, words, split)
        )
        if column is None and columns and _is_average(words, at, columns[-1]):
            column = Column(f"{columns[-1].tag}{AVERAGE}", at)
        of = read.of
        if column is not None:
            columns.append(column)
    return Shape(tuple(_distinct([*columns, *_more(words, columns)])))


def _more(words: Sequence[str], found: Sequence[Column]) -> list[Column]:
    """Give the quantities of a line before whose numbers nothing stands but what is counted."""
    if any(each.counter is None for each in found):
        return []
    if not found:
        return _ruled(words)
    return _named_behind(words, {each.at for each in found}) or _without_a_name(words, found)


def _named_behind(words: Sequence[str], taken: Collection[int]) -> list[Column]:
    """Give the numbers of a line that stand before their names, as Darknet writes them: `0.52 avg loss, 0.001 rate`."""
    found = []
    for at in range(len(words) - 1):
        name = _BEHIND.match(words[at + 1])
        if name and at not in taken and not _REMAINING_BEHIND.search(name[1]):
            found.append(Column(name[1], at))
    names = [each.tag for each in found]
    return found if len(found) >= _FEWEST_BEHIND and len({*names}) == len(names) else []


def _without_a_name(words: Sequence[str], counters: Sequence[Column]) -> list[Column]:
    """Give the number that ends a line behind what it counts, without a word for it: `Episode 5: -23.5`."""
    last = len(words) - 2
    taken = {each.at for each in counters} | {each.total for each in counters}
    is_alone = taken - {-1} == set(range(last)) and not words[-1].strip(" .!")
    is_joined = words[last].strip() in _BEFORE_A_VALUE
    return [Column(NO_NAME, last, is_joined=True)] if is_alone and is_joined else []


def _ruled(words: Sequence[str]) -> list[Column]:
    """Give the two numbers of `=== 100 === 23.5`."""
    first, between, last = (*(each.strip() for each in words[:3]), "", "")[:3]
    is_ruled = (
        len(words) == _RULED and not last and {*first, *between} <= {*"=-*#"} and between == first != ""
    )
    return [Column("", 0, counter=Counter.STEP), Column(NO_NAME, 1, is_joined=True)] if is_ruled else []


def _numbered(read: Words, words: Sequence[str], at: int) -> Words:
    """Give the numbers a line begins with as its step: `[12]` of XGBoost and LightGBM, `12:` of CatBoost.

    The two of `[3, 2000]`, as PyTorch's first tutorial prints them, are the epoch and the batch in it.
    """
    if at > 1 or (read.name and read.name != "s"):
        return read
    begins = (words[0].strip(), words[1].strip())
    if begins == ("[", ",") and words[2:3] and words[2].lstrip().startswith("]"):
        return read._replace(counter=Counter.BATCH if at else Counter.EPOCH)
    if at == 0 and read.name == "s" and read.is_joined:
        return read._replace(counter=Counter.STEP)  # llm.c
    is_number = at == 0 and (begins[0], begins[1][:1]) in {("[", "]"), ("", ":")}
    return read._replace(counter=Counter.STEP) if is_number else read


def _is_line_of_code(words: Sequence[str], at: int) -> bool:
    """Give whether a number says where in a program a line was printed: `(trainer:732) INFO`."""
    return _LINE_OF_CODE.search(words[at]) is not None and _LEVEL_BEHIND.match(words[at + 1]) is not None


def _elapsed(read: Words, words: Sequence[str], at: int, before: Sequence[Column]) -> Column | None:
    """Give the seconds since a progress bar began: the `6s` behind one of Keras; CatBoost calls them `total`."""
    unit = _UNIT.match(words[at + 1])
    scale = _SECONDS[unit[1]] if unit else 1.0
    is_behind_a_bar = (
        unit is not None
        and not read.name
        and words[at].strip() in _AFTER_A_BAR
        and bool(before)
        and before[-1].total == at - 1
    )
    is_total = unit is not None and read.name == "total" and read.is_joined
    if not (is_behind_a_bar or is_total):
        return None
    return Column("", at, counter=Counter.ELAPSED, scale=scale)


def _of_a_split(read: Words, after: str) -> Words:
    """Give what `Test: [ 3/20]` and timm's `Train: 3 [ 50/1251]` say: the part of the data, and there the epoch."""
    is_epoch = after.strip() == "["
    if not is_a_split(read.name) or not (is_epoch or after.strip() in _TOTAL):
        return read
    return read._replace(
        name="epoch" if is_epoch else "",
        counter=Counter.EPOCH if is_epoch else None,
        about=f"{read.about} {read.name}",
    )


def _column(read: Words, at: int, total: int, words: Sequence[str], split: str) -> Column | None:
    after = words[at + 1]
    if read.counter:
        scales = [_scale(words[place + 1]) for place in (at, max(at, total))]
        return Column(read.name, at, total, read.counter, read.is_joined, *scales)
    if _REMAINING.match(read.name):
        return None
    if not read.name:
        if total >= 0:
            return Column("", at, total, Counter.BATCH)
        rate = _RATE.match(after)
        return Column(f"{rate[1]}/{rate[2]}", at) if rate else None
    scale = 1.0 if _MEMORY.search(read.name) else _scale(after)
    return Column(prefixed(split, read.name), at, total, None, read.is_joined, scale)


def _scale(after: str) -> float:
    """Give what the unit behind a number multiplies it by: the thousands of `12k`."""
    unit = _SCALE.match(after)
    return _SCALES[unit[1]] if unit else 1.0


def _over_episodes(words: Sequence[str], at: int, read: Words) -> str:
    """Give the name of a mean over so many episodes, as `Evaluation over 10 episodes: 1234.5`; empty for others."""
    over = _OVER.search(words[at - 1]) if at else None
    is_mean = over is not None and read.counter is Counter.EPISODE and read.is_joined
    return f"{over[1]} over {words[at].strip(_JOINT)}" if over is not None and is_mean else ""


def _pair(read: Words, at: int, total: int, split: str) -> list[Column]:
    """Give both numbers of `mean/median reward 1.5/1.2`."""
    pair = _PAIR.fullmatch(read.name)
    if pair is None or total < 0:
        return []
    names = (f"{pair[1]}{pair[3]}", f"{pair[2]}{pair[3]}")
    return [
        Column(prefixed(split, name), where, is_joined=read.is_joined)
        for name, where in zip(names, (at, total), strict=True)
    ]


def _is_index(words: Sequence[str], at: int) -> bool:
    """Give whether a number tells which of several outputs comes next: `output #1: loss = 0.2`."""
    return words[at].endswith("#") and words[at + 1].startswith(":")


def _is_share(words: Sequence[str], at: int, before: Column) -> bool:
    """Give whether two numbers are what a share was worked out from: `accuracy: 20.78%, (5125/24661)`."""
    is_inside = words[at].strip() in ("(", "%, (", "% (", ", (") and words[at + 2][:1] == ")"
    return is_inside and before.counter is None and _SHARE.search(before.tag) is not None


def _is_average(words: Sequence[str], at: int, before: Column) -> bool:
    """Give whether the number stands in brackets right behind the one it averages: `loss: 0.24 (0.31)`."""
    is_next = before.at == at - 1 and before.total < 0 and before.counter is None
    return is_next and words[at].strip() == "(" and words[at + 1].startswith(")")


def _distinct(columns: Sequence[Column]) -> list[Column]:
    names = told_apart([each.tag for each in columns])
    return [each._replace(tag=name) for each, name in zip(columns, names, strict=True)]
