"""Probabilities as people say them: seven words, percent, odds, decibans.

The seven words and their order follow the bands analysts use for estimates (ICD 203); the midpoints are our
reading of those bands. Words for a Bayes factor are Kass and Raftery's (1995, table on page 777).
"""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

from coach.errors import AnswerError

IMPOSSIBLE: Final = 0.001
"""What a typed "impossible" becomes: no observation may rule anything out for ever."""
CERTAIN: Final = 0.999
"""What a typed "certain" becomes."""
LIKELIHOOD_FLOOR: Final = 0.01
LIKELIHOOD_CEILING: Final = 0.99

FORMS_HINT: Final = (
    "Write a word (almost no chance, very unlikely, unlikely, even, likely, very likely, almost certain), "
    "30%, 0.3, odds such as 1:3, or decibans such as +10 dB."
)
EXTREME_HINT: Final = (
    "A probability of 0 or 1 can never be changed by evidence. "
    'Write "impossible" (0.001) or "certain" (0.999) if you mean it.'
)


class Word(NamedTuple):
    """One word of the scale and the probability it stands for."""

    name: str
    probability: float


class SurpriseLevel(NamedTuple):
    """One answer to "how surprised would you be if it failed?".

    `probability` is P(fail): an editorial midpoint, not a measured one.
    """

    name: str
    says: str
    probability: float


WORDS: Final[tuple[Word, ...]] = (
    Word("almost no chance", 0.03),
    Word("very unlikely", 0.125),
    Word("unlikely", 0.325),
    Word("even", 0.5),
    Word("likely", 0.675),
    Word("very likely", 0.875),
    Word("almost certain", 0.97),
)

SURPRISE: Final[tuple[SurpriseLevel, ...]] = (
    SurpriseLevel("not at all", "I would shrug: I more or less expect it to fail.", 0.8),
    SurpriseLevel("a little", "It would be about as likely as not.", 0.55),
    SurpriseLevel("somewhat", "I expect it to work, but I can see it failing.", 0.3),
    SurpriseLevel("quite", "I would want to know what happened.", 0.12),
    SurpriseLevel("very surprised", "I would be shocked: I cannot think how it could fail.", 0.04),
)

_SYNONYMS: Final = {
    "impossible": IMPOSSIBLE,
    "certain": CERTAIN,
    "fifty-fifty": 0.5,
    "50/50": 0.5,
}
_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_PERCENT: Final = re.compile(rf"({_NUMBER})\s*(?:%|percent|per cent)")
_ODDS: Final = re.compile(rf"({_NUMBER})\s*(?::|to)\s*({_NUMBER})")
_DECIBANS: Final = re.compile(rf"({_NUMBER})\s*(?:db|decibans?)")
_PLAIN: Final = re.compile(_NUMBER)
_WHOLE: Final = 100


def parse_probability(text: str) -> float:
    """Give the probability somebody wrote.

    Args:
        text: a word of the scale (or a beginning of it that fits no other word, or its initials), `30%`,
            `30`, `0.3`, odds `1:3` (one against three, so 1/4), or decibans `+10 dB` (odds of ten to one).

    Returns:
        A probability strictly between 0 and 1.

    Raises:
        AnswerError: the text is none of these, or says 0 or 1.
    """
    said = " ".join(text.replace("\N{MINUS SIGN}", "-").replace("_", " ").lower().split())
    if not said:
        raise AnswerError("nothing was written", hint=FORMS_HINT)
    by_word = _from_word(said)
    value = by_word if by_word is not None else _from_number(said.replace(",", "."), text)
    if not math.isfinite(value) or value < 0 or value > 1:
        raise AnswerError(f"{_quoted(text)} is not a probability between 0 and 1", hint=FORMS_HINT)
    if value in (0.0, 1.0):
        raise AnswerError(f"{_quoted(text)} leaves no room for being wrong", hint=EXTREME_HINT)
    return value


def _from_word(said: str) -> float | None:
    if said in _SYNONYMS:
        return _SYNONYMS[said]
    spelt = said.replace("-", " ")
    exact = [word.probability for word in WORDS if word.name == spelt]
    if exact:
        return exact[0]
    if not spelt or not spelt[0].isalpha():
        return None
    fitting = [word for word in WORDS if word.name.startswith(spelt) or _initials(word.name) == spelt]
    if len(fitting) > 1:
        names = " or ".join(f'"{word.name}"' for word in fitting)
        raise AnswerError(f"{_quoted(said)} could be {names}", hint=FORMS_HINT)
    return fitting[0].probability if fitting else None


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split())


def _from_number(said: str, text: str) -> float:
    if match := _PERCENT.fullmatch(said):
        return float(match[1]) / 100
    if match := _ODDS.fullmatch(said):
        return _from_odds(float(match[1]), float(match[2]), text)
    if match := _DECIBANS.fullmatch(said):
        return _from_decibans(float(match[1]))
    if _PLAIN.fullmatch(said):
        return _plain_number(float(said))
    raise AnswerError(f"{_quoted(text)} is not a probability I can read", hint=FORMS_HINT)


def _plain_number(value: float) -> float:
    """Give a number without a sign: above one it can only be meant in a hundred."""
    return value / _WHOLE if 1 < value <= _WHOLE else value


def _from_odds(for_it: float, against: float, text: str) -> float:
    if for_it < 0 or against < 0 or for_it + against == 0 or not math.isfinite(for_it + against):
        raise AnswerError(f"{_quoted(text)} are not odds", hint=FORMS_HINT)
    return for_it / (for_it + against)


def _from_decibans(value: float) -> float:
    odds = 10 ** (max(-300.0, min(300.0, value)) / 10)
    return odds / (1 + odds)


def _quoted(text: str, limit: int = 40) -> str:
    shown = text if len(text) <= limit else f"{text[:limit]}..."
    return repr(shown)


def elicited_likelihood(probability: float) -> float:
    """Give the likelihood a stated probability stands for: between .01 and .99.

    The typed extremes (`IMPOSSIBLE`, `CERTAIN`) pass as they are.
    """
    if probability in (IMPOSSIBLE, CERTAIN):
        return probability
    return min(LIKELIHOOD_CEILING, max(LIKELIHOOD_FLOOR, probability))


def nearest_word(probability: float) -> Word:
    """Give the word of the scale closest to a probability; the less extreme one on a tie."""
    return min(
        WORDS, key=lambda word: (round(abs(word.probability - probability), 12), abs(word.probability - 0.5))
    )


def format_probability(probability: float) -> str:
    """Give a probability as whole percent, with "<1 %" and ">99 %" at the ends.

    >>> format_probability(0.3), format_probability(0.004), format_probability(0.999)
    ('30 %', '<1 %', '>99 %')
    """
    percent = 100 * probability
    if percent < 1:
        return "<1 %"
    if percent > _WHOLE - 1:
        return ">99 %"
    return f"{percent:.0f} %"


def bayes_factor(p_given_h: float, p_given_rival: float) -> float:
    """Give P(seen | h) / P(seen | rival); both in (0, 1], infinite when the rival rules it out."""
    if p_given_rival == 0:
        return math.inf if p_given_h > 0 else math.nan
    return p_given_h / p_given_rival


def decibans(factor: float) -> float:
    """Give a Bayes factor in decibans, 10 log10 (Turing's unit; Good 1950)."""
    return 10 * math.log10(factor) if factor > 0 else -math.inf


def kass_raftery(factor: float) -> str:
    """Give Kass and Raftery's word for a Bayes factor; below 1 it is the word for the evidence against.

    >>> kass_raftery(2.7), kass_raftery(1 / 32)
    ('bare mention', 'strong')
    """
    strength = factor if factor >= 1 else (1 / factor if factor > 0 else math.inf)
    for limit, word in ((3.0, "bare mention"), (20.0, "positive"), (150.0, "strong")):
        if strength <= limit:
            return word
    return "very strong"


def notch(probability: float, *, up: bool) -> float:
    """Give the next word's probability above or below; the same probability at the end of the scale."""
    margin = 1e-9
    if up:
        return next((w.probability for w in WORDS if w.probability > probability + margin), probability)
    return next((w.probability for w in reversed(WORDS) if w.probability < probability - margin), probability)
