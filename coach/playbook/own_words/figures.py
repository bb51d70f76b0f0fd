"""Numbers and courses that a text tells: "train acc 100 %, val acc 60 %", "fps drops from 900 to 40"."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from coach.playbook.own_words.clauses import sentences_of
from coach.session.recognising import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.own_words.clauses import Told
    from coach.session.failure_mode import Symptom

_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?"
_LOSS, _SCORE, _RETURN = "loss", "score", "return"
_QUANTITIES = (
    ("kl", r"(?:approx[_ ]?)?kl(?: div\w*)?"),
    ("clip fraction", r"clip[_ ]?frac(?:tion)?"),
    ("entropy", r"(?:policy )?entropy(?:[_ ]loss)?"),
    ("explained variance", r"explained[_ ]var(?:iance)?"),
    ("gradient", r"grad(?:ient)?s?(?:[_ ]norms?)?"),
    ("rate", r"learning[_ ]rate|lr"),
    ("length", r"(?:episode|ep)[_ ]len(?:gth)?s?(?:[_ ]mean)?"),
    ("utilisation", r"gpu[_ -]?util\w*|utili[sz]ation"),
    ("memory", r"(?:gpu |cpu |host |device )?(?:memory|mem|vram|ram|rss)(?: usage| use)?"),
    ("speed", r"fps|sps|it/s|its/s|steps?/s\w*|(?:samples|tokens|images|steps)(?: per |/)s\w*|throughput|speed"),
    ("time", r"s/it|(?:step|iteration|epoch|batch)[_ ]?times?|(?:each|an|per|every) (?:epoch|step|iteration|batch)"),
    (_RETURN, r"(?:mean |average |episode |episodic |eval |evaluation )*(?:rewards?|returns?|ep[_ ]rew[_ ]mean)"),
    (_SCORE, r"acc(?:uracy)?|f1|dice|m?iou|m?ap|auc|bleu|rouge|score|precision|recall|top-?1"),
    (_LOSS, r"loss(?:es)?|error|perplexity|ppl|wer|cer|mse|mae"),
)  # fmt: skip
_QUANTITY = re.compile(
    r"(?<![\w])(?:"
    + "|".join(f"(?P<q{at}>{form})" for at, (_, form) in enumerate(_QUANTITIES))
    + r")(?![\w])"
)
_HELD_OUT = re.compile(
    r"(?<![a-z])(?:val(?:id(?:ation)?)?|test(?:ing)?|eval(?:uation)?|dev|held[- ]?out)(?![a-z])"
)
_TRAINING = re.compile(r"(?<![a-z])train(?:ing)?(?![a-z])")
_FROM_TO = re.compile(
    rf"\bfrom\s+(?:about |around |roughly |~)?\$?(?P<low>{_NUMBER})\s*(?:[a-z/%]{{1,8}}\s+)?"
    r"(?:down |up |all the way )*(?:to|->|→)\s+(?:about |around |roughly |under |over |below |above |~)?"
    rf"(?P<high>{_NUMBER})"
)
_VALUE = re.compile(rf"(?<![\w.])(?P<value>{_NUMBER})\s*(?P<percent>%|percent)?(?![\w])")
_ON = re.compile(
    rf"(?P<value>{_NUMBER})\s*(?P<percent>%|percent)?\s*(?:\w+\s+){{0,2}}(?:on|in|for)\s+(?:the |my )?"
    r"(?P<set>train\w*|val\w*|test\w*|eval\w*|dev|held[- ]?out)"
)
_PERFECT = re.compile(
    r"train\w*[ _](?:acc\w*|score)\D{0,25}(?:1(?:\.0+)?|0?\.9\d*|9\d(?:\.\d+)?\s*%|100\s*%?)(?![\d.]*\d)"
)
_LOW = re.compile(
    r"\b(?:stuck|stay\w*|remain\w*|plateau\w*)\s+(?:at|around|near|below)\s+(?:~|about )?(?:0?\.[1-8]\d*|[1-8]\d\s*%)"
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:epochs?|steps?|iterations?|rounds?|seeds?|folds?|size|rate|lr|width|depth|rank|dropout|weight|decay|beta\d?|momentum|"
    r"temperature)\s*(?:no\.? ?|#|of |=\s*|:\s*)?(?:[\d.,k]+\s*(?:to|-|until|till|and)\s*)?$"
)
_COUNTED_AFTER = re.compile(
    r"\s*k?\s*(?:(?:more|full|training|different|random) )?(?:class\w*|epochs?|steps?|iterations?|images|samples|"
    r"examples|hours?|days?|gpus?|layers?|folds?|seeds?)\b"
)
_ZERO = re.compile(r"(?<![\w.])(?:zero|0(?:\.0+)?)(?![\w.]|\s*%?\s*(?:to|->))")
_STUCK = re.compile(
    r"\b(?:stay\w*|stuck|remain\w*|plateau\w*|flat|constant\w*|always|never|hover\w*|does not|exactly|frozen|"
    r"stands? still|all along|from the (?:start|beginning)|not (?:mov|improv|decreas|chang|go)\w*)\b"
)
_UP = re.compile(
    r"\b(?:ris\w+|rose|increas\w+|grow\w*|climb\w*|goes up|going up|go up|went up|improv\w+|reach\w*|converg\w+|"
    r"perfect|near(?:ly)? 1|to 1(?:00)?)\b"
)
_DOWN = re.compile(
    r"\b(?:fall\w*|fell|decreas\w+|drop\w*|goes down|going down|go down|went down|sink\w*|declin\w+|"
    r"to (?:almost |nearly |near )?(?:0|zero))\b"
)
_OF_ANOTHER = re.compile(
    r"\b(?:when|if|i|we|you|by|after|going|go|switch\w*|mov\w+|chang\w+|resum\w+|upgrad\w+|updat\w+|scal\w+|with)\b"
)
"""What stands before a course that is not the quantity's: "explodes when I go from 1 node to 2"."""
_SUDDEN = re.compile(r"\b(?:jump\w*|sudden\w*|spik\w+|collaps\w+|crash\w*|at once|all of a sudden)\b")
_NOT_SEEN = re.compile(
    r"\b(?:expect\w*|should|would|want\w*|hope\w*|paper|suppose\w*|baseline|if|normally|usually)\b"
)
_NOT = re.compile(r"\b(?:not|never|no)\s+(?:\w+\s+)?$")
_CHANCE = {math.log(classes): classes for classes in (2, 10, 100, 1000)}
_NEAR = 0.004
"""So near to ln of a number of classes is meant as it, as a share of it (editorial)."""
_GAP, _SOME, _TIMES, _LARGE, _IDLE = 0.1, 1.2, 1.5, 10.0, 40.0
"""Differences, ratios and a share in % from which they are told of (editorial)."""


class _Mention(NamedTuple):
    """A quantity of one set of data, and what is said of it."""

    is_held_out: bool
    quantity: str
    value: float | None
    trend: str


def told_in_figures(text: str, told: Told, symptoms: Sequence[Symptom]) -> Iterator[Read]:
    """Give the symptoms that a text's numbers and courses tell, sentence by sentence."""
    known = {each.id for each in symptoms if each.kind == "symptom"}
    doubtful = {clause.sentence for clause in told.clauses if clause.is_doubtful}
    for at, sentence in enumerate(sentences_of(text)):
        said = sentence.lower()
        if at in doubtful or _NOT_SEEN.search(said):
            continue
        found = dict.fromkeys((*_sets(said), *_courses(said), *_levels(said)))
        if found.keys() >= {"validation-far-worse", "chance-plateau"}:  # only held-out data are guessed at
            found = {each: None for each in (*found, "gap-at-first-look") if each != "chance-plateau"}
        for symptom in found:
            if symptom in known:
                yield Read(symptom, is_there=True, quote=sentence.strip())


def _sets(said: str) -> Iterator[str]:
    """Read training beside held-out data: two numbers, or two courses."""
    on = {bool(_HELD_OUT.search(each["set"])): _as_number(each) for each in _ON.finditer(said)}
    if len(on) == 2:  # noqa: PLR2004 - both sets
        quantity = _quantity(said) or _SCORE
        both = [
            _Mention(is_held_out=each, quantity=quantity, value=on[each], trend="") for each in (False, True)
        ]
        yield from _compared(*both)
        return
    places = [(m.start(), True) for m in _HELD_OUT.finditer(said)]
    trained = [(m.start(), False) for m in _TRAINING.finditer(said)] or _of_no_set(said)
    if not places and trained and _PERFECT.search(said) and _LOW.search(said):
        yield "validation-far-worse"
    if not places or not trained:
        return
    places = sorted(places + trained)
    mentions = [
        _mention(said, begin if at else 0, end, is_held_out=is_held_out)
        for at, ((begin, is_held_out), (end, _)) in enumerate(pairwise((*places, (len(said), False))))
    ]
    held = [each for each in mentions if each.is_held_out]
    train = [each for each in mentions if not each.is_held_out]
    yield from _compared(train[0], held[0])


def _of_no_set(said: str) -> list[tuple[int, bool]]:
    """Give the quantities that stand under no set of data, beside some that do: those are of the training."""
    return [
        (match.start(), False)
        for match in _QUANTITY.finditer(said)
        if not _HELD_OUT.search(said[max(0, match.start() - 12) : match.start()])
        and _QUANTITIES[(match.lastindex or 1) - 1][0] in (_LOSS, _SCORE)
    ]


def _mention(said: str, begin: int, end: int, *, is_held_out: bool) -> _Mention:
    part = said[begin:end]
    numbers = [_as_number(each) for each in _VALUE.finditer(part) if not _counts(part, each)]
    trend = next(
        (name for name, form in (("stuck", _STUCK), ("up", _UP), ("down", _DOWN)) if form.search(part)), ""
    )
    return _Mention(is_held_out, _quantity(part), numbers[-1] if numbers else None, trend)


def _counts(part: str, number: re.Match[str]) -> bool:
    """True for a number that says when or how many, and not how well."""
    return bool(_COUNTED_BEFORE.search(part[: number.start()]) or _COUNTED_AFTER.match(part[number.end() :]))


def _compared(train: _Mention, held: _Mention) -> Iterator[str]:
    quantity = held.quantity or train.quantity
    if train.quantity and held.quantity and train.quantity != held.quantity:
        return
    if quantity == _SCORE:
        yield from _scores(train, held)
    elif quantity == _LOSS:
        if held.trend == "up" and train.trend == "down":
            yield "validation-turn"
        elif train.value and held.value and train.trend != "stuck":
            ratio = held.value / train.value
            yield from ("validation-far-worse",) if ratio >= _TIMES else ()
            yield from ("held-out-better",) if 0 < ratio <= 1 / _TIMES else ()
        elif train.trend == "down" and held.trend == "stuck":
            yield "validation-far-worse"
    elif quantity == _RETURN and train.value is not None and held.value is not None:
        yield from ("evaluation-below-training",) if held.value < train.value - abs(train.value) / 3 else ()


def _scores(train: _Mention, held: _Mention) -> Iterator[str]:
    if train.value is not None and held.value is not None:
        in_percent = 100.0 if min(train.value, held.value) > 1 else 1.0
        gap = (train.value - held.value) / in_percent
        yield from ("validation-far-worse",) if gap >= _GAP else ()
        yield from ("held-out-better",) if gap <= -_GAP / 2 else ()
    elif train.trend == "up" and held.trend in ("stuck", "down"):
        yield "validation-far-worse"


def _courses(said: str) -> Iterator[str]:
    """Read `QUANTITY goes from A to B`."""
    for match in _FROM_TO.finditer(said):
        before = said[max(0, match.start() - 70) : match.start()]
        quantity = "" if _OF_ANOTHER.search(_after_quantity(before)) else _quantity(before, last=True)
        low, high = float(match["low"].replace(",", "")), float(match["high"].replace(",", ""))
        sudden = bool(_SUDDEN.search(said))
        is_held_out = bool(_HELD_OUT.search(before))
        found = _course(quantity, low, high, is_sudden=sudden, is_held_out=is_held_out)
        yield from (found,) if found else ()


def _after_quantity(before: str) -> str:
    """Give what stands between the last quantity and a course."""
    last = next(reversed(list(_QUANTITY.finditer(before))), None)
    return before[last.end() :] if last else before


def _course(quantity: str, first: float, then: float, *, is_sudden: bool, is_held_out: bool) -> str:
    grows, falls = then > _TIMES * first > 0, 0 <= _TIMES * then < first
    shows = {
        "speed": (falls, "throughput-decay"),
        "time": (grows, "throughput-decay"),
        "memory": (then > _SOME * first > 0, "memory-growth"),
        "entropy": (0 <= then < first / 5, "entropy-collapse"),
        "gradient": (then > _LARGE * first > 0, "gradient-growth"),
        _RETURN: (then < first - abs(first) / 3, "return-crash" if is_sudden else "return-decline"),
        _LOSS: (grows, "validation-turn" if is_held_out else "loss-jump" if is_sudden else "loss-divergence"),
    }
    is_shown, symptom = shows.get(quantity, (False, ""))
    return symptom if is_shown else ""


def _levels(said: str) -> Iterator[str]:
    """Read `QUANTITY is, or stays at, N`."""
    found = list(_QUANTITY.finditer(said))
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(said)
        part = said[match.end() : min(end, match.end() + 60)]
        yield from _level(_QUANTITIES[(match.lastindex or 1) - 1][0], part, said)


def _level(quantity: str, part: str, said: str) -> Iterator[str]:
    zero, number = _ZERO.search(part), _VALUE.search(part)
    is_zero = zero is not None and not _NOT.search(part[: zero.start()])
    if quantity == "rate" and " from " in part:  # a schedule that ends at 0
        return
    value = float(number["value"].replace(",", "")) if number else None
    if is_zero and quantity in _AT_ZERO:
        yield _AT_ZERO[quantity]
    elif quantity == "explained variance" and ("negative" in part or (value is not None and value < _GAP)):
        yield "explained-variance"
    elif quantity == "length" and value == 1 and _STUCK.search(said):
        yield "one-step-episodes"
    elif quantity == "utilisation" and number and number["percent"] and value is not None and value <= _IDLE:
        yield "device-idle"
    elif quantity == _SCORE and number and _STUCK.search(said) and _is_guessing(_as_number(number), said):
        yield "chance-plateau"
    elif quantity == _LOSS and value and _STUCK.search(said) and (classes := _classes(value)):
        yield "chance-plateau"
        yield from ("preference-loss-at-ln2",) if classes == 2 else ()  # noqa: PLR2004 - two answers


_AT_ZERO = {
    "gradient": "gradient-vanishing",
    "rate": "learning-rate-zero",
    "kl": "kl-near-zero",
    "clip fraction": "clip-fraction-zero",
    "entropy": "entropy-collapse",
    "utilisation": "device-idle",
}


def _is_guessing(score: float, said: str) -> bool:
    """Give whether a score is one in the number of classes that a text tells."""
    told = re.search(r"\b(\d+)[ -](?:\w+[ -])?class", said)
    classes = int(told[1]) if told else 2 if re.search(r"\bbinary|two classes", said) else 0
    return classes > 1 and abs(score * classes - 1) < _GAP / 2


def _classes(loss: float) -> int:
    """Give among how many classes guessing costs that much; 0 for none."""
    return next((classes for chance, classes in _CHANCE.items() if abs(loss / chance - 1) < _NEAR), 0)


def _quantity(part: str, *, last: bool = False) -> str:
    found = [_QUANTITIES[(match.lastindex or 1) - 1][0] for match in _QUANTITY.finditer(part)]
    return (found[-1] if last else found[0]) if found else ""


def _as_number(match: re.Match[str]) -> float:
    value = float(match["value"].replace(",", ""))
    return value / 100 if match["percent"] else value
