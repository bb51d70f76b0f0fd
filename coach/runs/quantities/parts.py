"""The words of a tag in their places: what is measured, of which data, by which statistic."""

from __future__ import annotations

from typing import NamedTuple

from coach.runs.quantities.tag_words import words_of

LOW = {
    "word_error_rate": "word error rate",
    "character_error_rate": "character error rate",
    "translation_error_rate": "translation error rate",
    "error_rate": "error rate",
    "error": "error",
    "absolute_error": "absolute error",
    "root_squared_error": "root mean squared error",
    "perplexity": "perplexity",
    "bits_per": "bits per byte, character or dimension",
    "frechet_distance": "a distance between distributions",
    "distance": "a distance",
}
"""Words for what is better low and is no loss."""
HIGH = {
    "accuracy": "",
    "top_5_accuracy": "top-5 accuracy",
    "average_precision": "average precision",
    "map": "average precision",
    "iou": "intersection over union",
    "dice": "Dice",
    "f1": "F1",
    "auc": "area under the curve",
    "precision": "precision",
    "recall": "recall",
    "bleu": "a score of translations",
    "rouge": "ROUGE",
    "psnr": "likeness of images",
    "speech_quality": "quality of speech",
    "concordance": "concordance",
    "correlation": "correlation",
    "ranking": "a score of rankings",
    "exact_match": "exact match",
    "em": "exact match",
}
"""Words for what is better high on data with answers; no name for the plain share of right answers."""
PLAIN_LOSSES = ("cross_entropy", "squared_error")

_NOUNS = frozenset(
    {
        *LOW,
        *HIGH,
        *PLAIN_LOSSES,
        *(
            "loss",
            "cost",
            "return",
            "score",
            "entropy",
            "kl",
            "epsilon",
            "exploration",
            "exploration_rate",
            "q",
            "value",
        ),
        *("advantage", "ratio", "elo", "length", "per_second", "time", "memory", "flops", "success", "count"),
        *(
            "learning_rate",
            "gradient_norm",
            "explained_variance",
            "clip_fraction",
            "clip_range",
            "loss_scale",
        ),
        *("weight_norm", "gradient", "alpha", "temperature", "setting"),
    }
)
_WHOSE_LOSS = frozenset({"value", "critic", "q", "actor", "return", "mean"})
_STATISTICS = ("spread", "max", "min", "best")
_SAYS_NO_MORE = frozenset(
    {"mean", "total", "frame", "update", "batch", "group", "train", "eval", *_STATISTICS}
)


class Parts(NamedTuple):
    """A tag in parts.

    Attributes:
        head: the words of the last part that names something measured; all words where none does.
        order: the same, in their order.
        after: the words after that part.
        every: all words.
        data: "train", "eval" or empty: which data it was measured on.
        statistic: "spread", "max", "min", "best" or empty.
    """

    head: frozenset[str]
    order: tuple[str, ...]
    after: frozenset[str]
    every: frozenset[str]
    data: str
    statistic: str

    def only(self, *words: str) -> bool:
        """Give whether the head and what follows hold these words alone, statistics and spans aside."""
        return self.head | self.after <= _SAYS_NO_MORE | set(words)


def parts_of(tag: str) -> Parts:
    """Give a tag in parts."""
    parts = words_of(tag)
    at = next((place for place in reversed(range(len(parts))) if _NOUNS.intersection(parts[place])), None)
    if at and parts[at - 1] == ("loss",) and _WHOSE_LOSS.issuperset(parts[at]):
        at -= 1
    order = tuple(word for part in parts for word in part) if at is None else parts[at]
    after = frozenset() if at is None else frozenset(word for part in parts[at + 1 :] for word in part)
    every = frozenset(word for part in parts for word in part)
    return Parts(frozenset(order), order, after, every, _data(parts, order), _statistic(order, after))


def _data(parts: tuple[tuple[str, ...], ...], order: tuple[str, ...]) -> str:
    """Give which data the head says it was measured on, or else the part nearest to the end that says so."""
    for words in (order, *reversed(parts)):
        said = [word for word in words if word in ("train", "eval")]
        if said:
            return said[0]
    return ""


def _statistic(order: tuple[str, ...], after: frozenset[str]) -> str:
    return next((each for each in _STATISTICS if each in order or each in after), "")
