"""Claims about a run as people say them: `return below 45 at the end`, `kl rises above 0.1`, `never reaches 18`.

A sentence says something of a quantity, a comparison, a number, and when. When nothing says when, a verb of motion
(rises, falls, reaches) speaks of any time, everything else of the end of the run.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.prediction import (
    Comparison,
    Prediction,
    Seeds,
    Statistic,
    Window,
    begins_with_statistic,
    last_share,
    looks_like_prediction,
    parse_prediction,
    steps,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_A_NUMBER_FROM = 1e30
"""What a value that left every bound is held to have reached: a log may hold NaN, or the largest numbers there are."""
_COMPARED = {
    Comparison.AT_LEAST: r">=|≥|at\s+or\s+above|at\s+least|no\s+less\s+than",
    Comparison.AT_MOST: r"<=|≤|at\s+or\s+below|at\s+most|no\s+more\s+than",
    Comparison.ABOVE: r">|above|over|(?:more|greater|higher|larger)\s+than|beyond|past|exceeds?",
    Comparison.BELOW: r"<|below|under|beneath|(?:less|lower|smaller)\s+than",
}
_REACHED = r"reach(?:es)?|hits?|(?:rises?|climbs?|grows?)\s+to"
_FALLEN = r"(?:falls?|drops?|sinks?|decays?)\s+to"
_MOVES = (
    r"go(?:es)?|gets?|comes?|rises?|climbs?|grows?|jumps?|shoots?|explodes?|spikes?|falls?|drops?|dips?|sinks?|"
    r"collapses?|decays?|runs?|increases?|decreases?|crosses"
)
_STAYS = r"stays?|remains?|keeps?|is\s+stuck|gets\s+stuck|stuck|hangs?|plateaus?"
_IS = r"(?:is|are|was|will\s+be)(?:\s+(?:still|only))?|still|only|ends?(?:\s+up)?|finishes|sits"
_NEVER = r"never|(?:does|do|will|is)\s+not|(?:does|do|wo|ca|is)n[\u2019']t|cannot|fails\s+to"
_DIGITS = r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?"
_NUMBER = rf"{_DIGITS}[kmg]?"
_COUNT = r"\d[\d_]*\.?\d*(?:e\d{1,2})?[kmg]?"
_WHEN = (
    r"(?P<end>at\s+the\s+(?:very\s+)?end|in\s+the\s+end|finally|when\s+it\s+ends)",
    r"(?P<any>at\s+any\s+time|at\s+some\s+point|ever|anywhere|once)",
    r"(?P<all>throughout|all\s+the\s+time|the\s+whole\s+(?:time|run)|all\s+along|always|at\s+all\s+times)",
    rf"(?P<by>(?:by|before|within|until|till)\s+(?:step\s+)?(?P<until>{_COUNT})(?:\s+steps)?)",
    rf"(?P<at>(?:at|after)\s+(?:step\s+)?(?P<step>{_COUNT})(?:\s+steps)?)",
    r"(?P<last>(?:in|over|during)\s+the\s+last\s+(?P<share>[\d.]+)\s*%(?:\s+of\s+(?:it|the\s+run|the\s+steps))?)",
    r"(?P<seeds>in\s+(?P<k>\d+)\s+(?:of|out\s+of)\s+(?P<n>\d+)\s+(?:seeds|runs))",
)
_COMPARISONS = "|".join(_COMPARED.values())
_SAID = re.compile(
    rf"^(?:(?:fires\s+)?(?:when|if)\s+)?(?:(?:the|my|our)\s+)?(?P<mean>(?:mean|average)\s+(?:of\s+)?(?:the\s+)?)?"
    rf"(?P<subject>\"[^\"]+\"|.+?)\s*"
    rf"(?:\s(?P<never>{_NEVER}))?(?:\s(?:(?P<moves>{_MOVES})|(?P<stays>{_STAYS})|{_IS}))?(?:\s+(?P<later>{_NEVER}|not))?"
    rf"(?:(?:(?<=\s)|\s+)(?:(?P<reached>{_REACHED})|(?P<fallen>{_FALLEN}))|\s*(?P<compared>{_COMPARISONS}))"
    rf"\s*(?P<number>{_NUMBER})(?P<when>(?:[\s,].*)?)$",
    re.IGNORECASE,
)
_NAN = re.compile(
    r"^(?:(?:fires\s+)?(?:when|if)\s+)?(?:(?:the|my|our)\s+)?(?P<subject>\"[^\"]+\"|.+?)\s+"
    r"(?:is|becomes|turns|turns\s+into|goes(?:\s+to)?|gets)\s+(?:nan|not\s+a\s+number|inf|infinite)$",
    re.IGNORECASE,
)
_UNLESS = re.compile(r"(?:(?:fires\s+)?(?:when|if)\s+)?it\s+is\s+not\s+so\s+that\s+", re.IGNORECASE)
_THROUGHOUT = re.compile(r"[<>=≤≥][^\"]*\sthroughout\b")
"""The word after the comparison; what is in double quotes is the name of a tag."""
_LONGEST = 400
_SCALE = {"k": 1e3, "m": 1e6, "g": 1e9}


class _When(NamedTuple):
    """At which values of a run a sentence looks."""

    mode: str = ""
    deadline: int | None = None
    window: Window | None = None
    seeds: Seeds | None = None


class Said(NamedTuple):
    """What a sentence says, before its quantity is known by its tag.

    Attributes:
        subject: what it speaks of, as written.
        of: gives the claim about the tag that is meant.
    """

    subject: str
    of: Callable[[str], Prediction]


def read_claim(text: str) -> Said | None:
    """Give what a sentence claims; None where it is no claim with a comparison and a number.

    Raises:
        AnswerError: it is written in the grammar of predictions and does not follow it, or contradicts itself.
    """
    said = " ".join(text.split())
    if len(said) > _LONGEST:
        return None
    unless = _UNLESS.match(said)
    if unless is not None:
        kept = _in_the_grammar(said[unless.end() :])
        return None if kept is None else Said(kept.subject, lambda tag: opposite(kept.of(tag)))
    if looks_like_prediction(said):
        exact = _in_the_grammar(said)
        if exact is not None:
            return exact
    nan = _NAN.match(said)
    if nan is not None:
        return Said(_bare(nan["subject"]), _finite)
    found = _SAID.match(said)
    when = _when(found["when"]) if found else None
    if found is None or when is None:
        if looks_like_prediction(said):
            parse_prediction(said)  # says what is wrong with it
        return None
    of_tag = _meant(found, when)
    of_tag("checked-once")  # a window of an end, say, is refused here and not when a tag is known
    return Said(_bare(found["subject"]), of_tag)


def read_failure(text: str) -> Said | None:
    """Give the tripwire that a failure makes, as it is said: it holds as long as the failure does not show.

    What is written as a statistic (`max(train/approx_kl) < 0.1`) or ends with `throughout` says what must hold, and
    is taken as that.

    Raises:
        AnswerError: as `read_claim`.
    """
    said = read_claim(text)
    if said is None or says_what_must_hold(text):
        return said
    return Said(said.subject, lambda tag: opposite(said.of(tag)))


def says_what_must_hold(text: str) -> bool:
    """Give whether a tripwire is written as what holds while all is well, not as what one sees when it fails."""
    said = text.strip().lower()
    if _UNLESS.match(said):
        return False
    if looks_like_prediction(said) and _THROUGHOUT.search(said):
        return True
    return said.endswith("throughout") or begins_with_statistic(said)


def opposite(claim: Prediction) -> Prediction:
    """Give the claim that holds exactly where the other one does not."""
    turned = claim.comparison.opposite
    seeds = claim.seeds and Seeds(claim.seeds.n - claim.seeds.k + 1, claim.seeds.n)
    if claim.throughout:
        statistic = Statistic.MAX if turned.is_lower_bound else Statistic.MIN
        return replace(claim, comparison=turned, throughout=False, statistic=statistic, seeds=seeds)
    if claim.window is None and claim.beside is None and _is_extreme(claim):
        return replace(claim, comparison=turned, throughout=True, statistic=Statistic.FINAL, seeds=seeds)
    return replace(claim, comparison=turned, seeds=seeds)


def _is_extreme(claim: Prediction) -> bool:
    """True where one value that reaches the threshold decides: an upper bound crossed, or a lower one."""
    return claim.statistic is (Statistic.MAX if claim.comparison.is_lower_bound else Statistic.MIN)


def _in_the_grammar(said: str) -> Said | None:
    try:
        claim = parse_prediction(said)
    except AnswerError:
        if begins_with_statistic(said):
            raise
        return None
    return Said(claim.tag, lambda tag: replace(claim, tag=tag))


def _finite(tag: str) -> Prediction:
    return Prediction(
        tag=tag, comparison=Comparison.ABOVE, threshold=NOT_A_NUMBER_FROM, statistic=Statistic.MAX
    )


def _bare(subject: str) -> str:
    return subject.strip().strip('"').strip()


def _when(text: str) -> _When | None:
    """Give what the end of a sentence says of the time; None where it says something else as well."""
    when, left = _When(), text.strip(" ,.")
    while left:
        for pattern in _WHEN:
            found = re.match(rf"{pattern}(?=$|[\s,])", left, re.IGNORECASE)
            if found is not None:
                when = _with(when, found)
                left = left[found.end() :].strip(" ,.")
                break
        else:
            return None
    return when


def _with(when: _When, found: re.Match[str]) -> _When:
    parts = found.groupdict()
    if parts.get("by") or parts.get("at"):
        step = int(_number(parts.get("until") or parts["step"]))
        return when._replace(deadline=step, mode=when.mode or ("end" if parts.get("at") else ""))
    if parts.get("last"):
        return when._replace(window=last_share(float(parts["share"]) / 100), mode=when.mode or "any")
    if parts.get("seeds"):
        return when._replace(seeds=Seeds(int(parts["k"]), int(parts["n"])))
    return when._replace(mode=next(each for each in ("end", "any", "all") if parts.get(each)))


def _meant(found: re.Match[str], when: _When) -> Callable[[str], Prediction]:
    comparison, moves = _comparison(found)
    is_never = bool(found["never"] or found["later"])
    mode = "mean" if found["mean"] else when.mode or _mode(found, moves=moves)
    if is_never and mode in ("end", "mean"):
        comparison = comparison.opposite
    elif is_never:
        mode, comparison = ("all" if mode == "any" else "any"), comparison.opposite
    threshold = _number(found["number"])

    def of(tag: str) -> Prediction:
        plain = Prediction(
            tag=tag,
            comparison=comparison,
            threshold=threshold,
            deadline=None if when.deadline is None else steps(when.deadline),
            seeds=when.seeds,
        )
        return _timed(plain, mode, when.window)

    return of


def _timed(claim: Prediction, mode: str, window: Window | None) -> Prediction:
    is_lower_bound = claim.comparison.is_lower_bound
    match mode:
        case "mean":
            return replace(claim, statistic=Statistic.MEAN, window=window)
        case "any":
            statistic = Statistic.MAX if is_lower_bound else Statistic.MIN
            return replace(claim, statistic=statistic, window=window)
        case "all" if window is None:
            return replace(claim, throughout=True)
        case "all":
            statistic = Statistic.MIN if is_lower_bound else Statistic.MAX
            return replace(claim, statistic=statistic, window=window)
        case _:
            return replace(claim, window=window)


def _comparison(found: re.Match[str]) -> tuple[Comparison, bool]:
    """Give the comparison, and whether its word is one of motion."""
    if found["reached"] or found["fallen"]:
        return (Comparison.AT_LEAST if found["reached"] else Comparison.AT_MOST), True
    said = found["compared"]
    comparison = next(each for each, words in _COMPARED.items() if re.fullmatch(words, said, re.IGNORECASE))
    return comparison, said.lower().startswith("exceed")


def _mode(found: re.Match[str], *, moves: bool) -> str:
    if moves or found["moves"]:
        return "any"
    return "all" if found["stays"] else "end"


def _number(text: str) -> float:
    scale = _SCALE.get(text[-1].lower(), 1.0)
    return float(text.rstrip("kKmMgG").replace("_", "")) * scale
