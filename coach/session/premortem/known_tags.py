"""The tags that runs before this one logged: found by their names and by what they stand for, completed, held near."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from coach.session.event.premortem import EarlierRunsRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.event.premortem import EarlierTag
    from coach.session.fold import Session

NEAR = 0.6
"""Likeness of names from which one may be meant for the other (editorial)."""
MOST_NEAR = 3
MOST_VALUES = 3
"""Quantities of earlier runs that are shown beside the claims (editorial)."""
_TELLING = ("eval_return", "return", "eval_accuracy", "accuracy", "eval_loss", "loss")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ALIKE = {
    word: meant
    for meant, words in {
        "return": "returns reward rewards rew rews ret score scores",
        "gradient": "grad grads gradients",
        "accuracy": "acc accuracies",
        "learning rate": "lr",
        "fps": "speed throughput",
        "length": "len lengths",
        "episode": "ep eps episodes epi",
        "eval": "evaluation validation valid val test dev heldout",
        "training": "train",
        "loss": "losses",
        "explained variance": "ev",
        "standard deviation": "std",
        "policy": "actor pi",
        "value": "critic vf",
    }.items()
    for word in words.split()
}
_GENERAL = frozenset({"loss", "value", "return", "time", "length", "rate", "norm", "ratio", "step"})
_SEVERAL_METRICS = frozenset({"accuracy", "eval_accuracy", "eval_loss", "loss"})
_SAYS_NOTHING = frozenset({"the", "of", "a", "an", "divergence", "s", "mean", "average", "avg", "training"})


class Value(NamedTuple):
    """Where earlier runs ended with a quantity.

    Attributes:
        runs: in how many of them.
    """

    tag: str
    runs: int
    low: float
    high: float

    @property
    def says(self) -> str:
        """The same in words."""
        many = "1 earlier run" if self.runs == 1 else f"{self.runs} earlier runs"
        span = f"{self.low:.4g}" if self.low == self.high else f"{self.low:.4g} to {self.high:.4g}"
        return f"{self.tag} ended at {span} in {many}"


def known_tags(session: Session) -> tuple[EarlierTag, ...]:
    """Give what earlier runs logged; nothing while none was read."""
    read = session.last(EarlierRunsRead)
    return read.tags if read is not None else ()


def is_a_tag(subject: str) -> bool:
    """Give whether somebody wrote the name of a tag rather than words for what it stands for."""
    return " " not in subject and bool(re.search(r"[/_.]", subject))


def meant_tags(tags: Sequence[EarlierTag], subject: str) -> tuple[str, ...]:
    """Give the tags that words may mean, the likeliest first; the tag itself where it is spelt out."""
    exact = [each.tag for each in tags if each.tag.casefold() == subject.casefold()]
    if exact:
        return tuple(exact[:1])
    said = _words(subject) - _SAYS_NOTHING
    ranked = [(rank, each) for each in tags if said and (rank := _rank(each, said)) is not None]
    return tuple(each.tag for _, each in sorted(ranked, key=lambda found: found[0]))


def turned_tag(tags: Sequence[EarlierTag], subject: str) -> str:
    """Give the tag that logs what words mean with the other sign; empty where none does."""
    said = _words(subject) - _SAYS_NOTHING
    return next((each.tag for each in tags if each.turned and _words(each.quantity) == said), "")


def near_tags(tags: Sequence[EarlierTag], tag: str) -> tuple[str, ...]:
    """Give the tags whose names are near a name that no run logs, the nearest first."""
    names = {each.tag.casefold(): each.tag for each in tags}
    found = get_close_matches(tag.casefold(), names, MOST_NEAR, NEAR)
    ends = {each.tag.casefold().rsplit("/", 1)[-1]: each.tag for each in reversed(tags)}
    by_end = get_close_matches(tag.casefold().rsplit("/", 1)[-1], ends, MOST_NEAR, NEAR)
    near = [names[each] for each in found] + [ends[each] for each in by_end]
    return tuple(dict.fromkeys(near))[:MOST_NEAR]


def completions(tags: Sequence[EarlierTag], typed: str) -> tuple[str, ...]:
    """Give the tags that what is being typed may become: those that begin with it, then those that hold it."""
    said = typed.casefold()
    if not said:
        return ()
    begin = [each.tag for each in tags if each.tag.casefold().startswith(said)]
    inside = [each.tag for each in tags if said in each.tag.casefold() and each.tag not in begin]
    return (*begin, *inside)


def telling_values(tags: Sequence[EarlierTag]) -> tuple[Value, ...]:
    """Give where earlier runs ended with the quantities that tell most, those of most runs first."""
    order = {quantity: at for at, quantity in enumerate(_TELLING)}
    known = [each for each in tags if each.quantity in order and not each.turned]
    telling = sorted(known, key=lambda each: (-each.runs, order[each.quantity]))
    return tuple(found for each in telling if (found := value_of(tags, each.tag)) is not None)[:MOST_VALUES]


def value_of(tags: Sequence[EarlierTag], tag: str) -> Value | None:
    """Give where earlier runs ended with a tag; None where none did."""
    found = next((each for each in tags if each.tag == tag), None)
    if found is None or found.low is None or found.high is None:
        return None
    return Value(found.tag, found.runs, found.low, found.high)


def _rank(tag: EarlierTag, said: frozenset[str]) -> tuple[int, int, int, str] | None:
    """Give how far down a tag comes that words may mean; None where they do not mean it.

    A part of what a quantity is called means another one: `loss` is not the policy's loss, `return` at best that of the
    evaluation.
    """
    quantity, own = _words(tag.quantity), _words(tag.tag) - _SAYS_NOTHING
    extra = len((own | quantity) - said)
    if tag.quantity in _SEVERAL_METRICS and not (said & own) - {"eval"}:
        return None  # a word error rate counts as a loss, and is not meant where somebody says so
    if said == own or (said == quantity and not tag.turned):
        return (0, -tag.runs, extra, tag.tag)
    if said == quantity - {"eval"} and not tag.turned:
        return (1, -tag.runs, extra, tag.tag)
    if (
        said <= own | quantity
        and not said < quantity
        and not tag.turned
        and not (said <= _GENERAL and extra > 1)
    ):
        return (2, extra, -tag.runs, tag.tag)
    return None


def _words(text: str) -> frozenset[str]:
    found = (word.lower() for word in _PARTS.findall(text))
    return frozenset(part for word in found for part in _ALIKE.get(word, word).split())
