"""What speaks for a table being the log of a training and not a data set, a configuration or a list of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.readers.axis import as_step_name, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

SURE, PERHAPS, NOT_AT_ALL = 0.6, 0.1, 0.0
"""A log; a table that could be one, read where it was asked for by its own path; not a log."""

_MEASURES = frozenset(
    words_of(
        "loss losses reward rewards return returns ret rew acc accuracy lr perplexity ppl entropy kl grad gradient "
        "epsilon "
        "bleu rouge wer cer iou miou dice mse mae rmse psnr ssim fid elbo nll critic actor advantage fps sps auc map "
        "qf q td bpb bpc"
    )
)
_SOFT_MEASURES = frozenset(
    words_of(
        "score scores error err level label wins "
        "precision recall f win winrate success length len val valid validation train training "
        "value alpha"
    )
)
_LOG_WORDS = frozenset(
    words_of(
        "log logs progress metric metrics history hist monitor curve curves scalar scalars loss losses reward rewards "
        "return returns learning training stats statistics"
    )
)
_SOFT_LOG_WORDS = frozenset(
    words_of(
        "train results result eval evaluation score scores accuracy acc performance episodes run runs "
        "output out"
    )
)
_DATA_WORDS = frozenset(
    words_of(
        "dataset datasets annotations annotation labels label prediction predictions preds submission submissions test "
        "vocab tokenizer corpus features"
    )
)
_SETTINGS = frozenset(
    words_of(
        "batchsize size seed hidden dropout layers optimizer optimiser trial fold model subject participant config "
        "architecture"
    )
)
_OF_OTHER_DATA_TOO = frozenset({"frame", "frames", "episode", "episodes", "update", "updates"})
_ENOUGH_MEASURES = 2


def evidence(path: Path, names: Collection[str], *, step: str, texts: Collection[str] = ()) -> float:
    """Give how surely a table is a log.

    Args:
        path: of its file.
        names: of its columns of numbers.
        step: the column that counts the steps; empty where the rows have to be counted.
        texts: names of its columns of text.
    """
    others = [name for name in names if name != step]
    if not others:
        return NOT_AT_ALL
    kind = as_step_name(step) if step else None
    if kind is not None and kind.is_plain and not texts and step.strip().lower() not in _OF_OTHER_DATA_TOO:
        return SURE
    hard, words = measures(others), {*words_of(path.name)}
    is_log_by_name = is_named_as_a_log(path)
    if kind is not None:
        is_told = hard or _words(others) & _SOFT_MEASURES or is_log_by_name or words & _SOFT_LOG_WORDS
        return SURE if is_told else PERHAPS
    if texts or words & _DATA_WORDS or _words(names) & _SETTINGS:
        return PERHAPS
    is_enough = len(hard) >= _ENOUGH_MEASURES or (hard and is_log_by_name) or _is_split(others)
    return SURE if is_enough else PERHAPS


def is_named_as_a_log(path: Path) -> bool:
    """Give whether the name of a file says that numbers of a training are in it."""
    words = {*words_of(path.name)}
    return bool(words & _LOG_WORDS) and not words & _DATA_WORDS


def names_a_quantity(name: str) -> bool:
    """Give whether a name is that of something measured, and not of what counts the rows."""
    return bool(_words([name]) & (_MEASURES | _SOFT_MEASURES))


def measures(names: Iterable[str]) -> set[str]:
    """Give the words among the names that name a quantity of a training, and hardly one of anything else."""
    found = _words(names)
    return (found & _MEASURES) | ({"lr"} if {"learning", "rate"} <= found else set())


def _is_split(names: Iterable[str]) -> bool:
    """Give whether one quantity is there both of the training and of the validation."""
    by_split = {
        (frozenset(words & _MEASURES), bool(words & {"val", "valid", "validation", "test"}))
        for words in ({*words_of(name)} for name in names)
        if words & _MEASURES
    }
    return any((measured, not is_other) in by_split for measured, is_other in by_split)


def _words(names: Iterable[str]) -> set[str]:
    """Give all words; `mAP` is one as well as two."""
    return {word for name in names for spelt in (name, name.lower()) for word in words_of(spelt)}
