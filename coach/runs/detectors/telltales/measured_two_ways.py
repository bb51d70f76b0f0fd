"""One and the same thing measured in two ways that should agree, and do not."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import late, spelt
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="measured-two-ways",
    source="what differs only in how it is measured should agree (worked out); the shares are coach's own choice",
    innocent=("the two are measured on different data on purpose",),
    raises=("eval-bug", "train-eval-mode", "preprocess-mismatch"),
)
_WAYS: tuple[tuple[frozenset[str], str, tuple[str, ...]], ...] = (
    (
        frozenset(
            {"bn", "batchnorm", "trainmode", "evalmode", "mode", "dropout", "batchstats", "batch_stats"}
        ),
        "the model answers otherwise in evaluation mode, as where running statistics of batch normalisation do not fit",
        ("train-eval-mode", "batch-norm-small-batch"),
    ),
    (
        frozenset(
            {"int8", "int4", "fp8", "quant", "quantized", "quantised", "nf4", "q8", "q4", "gptq", "awq"}
        ),
        "much is lost where weights are quantised, as by a few outliers or a wrong scale",
        ("lossy-merge", "quantised-compute-type", "eval-bug"),
    ),
    (
        frozenset({"ema", "swa", "polyak", "shadow", "averaged"}),
        "the averaged weights are not those of the model, as where they lag, or their statistics were not averaged",
        ("averaged-weights-lag", "averaged-buffers", "averaged-weights-lost"),
    ),
    (
        frozenset({"pad", "nonpad", "unpadded", "padding", "masked", "unmasked", "nopad"}),
        "what is masked, such as padding, counts in one of them and makes it look good",
        ("padding-in-loss", "ignored-labels", "prompt-in-loss"),
    ),
    (
        frozenset(
            {
                "generation",
                "generated",
                "generate",
                "freerunning",
                "autoregressive",
                "decoded",
                "greedy",
                "sampled",
            }
        ),
        "what is known in training is not known when the model answers by itself, as where it sees what it has to say",
        ("causal-mask-missing", "label-shift", "target-leakage", "cache-mismatch", "chat-template-mismatch"),
    ),
    (
        frozenset({"fp16", "bf16", "fp32", "half", "amp", "full"}),
        "the precision decides the result",
        ("autocast-scope", "fp16-overflow", "rounding-differences"),
    ),
    (
        frozenset(
            {"compiled", "eager", "jit", "onnx", "exported", "export", "deployed", "serving", "tensorrt"}
        ),
        "what is deployed does not compute what was trained, or is fed otherwise",
        ("compiled-differs", "preprocess-mismatch"),
    ),
    (
        frozenset({"aug", "augmented", "noaug", "clean", "raw", "tta"}),
        "how the data are prepared decides the result",
        ("augmented-validation", "preprocess-mismatch"),
    ),
)
_SMALL_WORDS = frozenset(
    {"non", "no", "train", "eval", "mode", "tokens", "token", "nll", "loss", "acc", "accuracy"}
)
_LOSSES = (Quantity.LOSS, Quantity.EVAL_LOSS)
_SCORES = (Quantity.ACCURACY, Quantity.EVAL_ACCURACY)
_FEWEST = 5
_TIMES = 1.5
_BY = 0.1
_PERCENT = 1.5


class _Pair(NamedTuple):
    worse: Measure
    better: Measure
    says: str
    raises: tuple[str, ...]


def measured_two_ways(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first two losses or scores whose names differ by how they are measured alone.

    In the end a loss must be half as large again as the other, or a score lie a tenth under it.
    """
    pair = next(iter(_pairs(seen)), None)
    if pair is None:
        return
    worse, better = late(pair.worse.series.value), late(pair.better.series.value)
    yield CARD.symptom(
        pair.worse.tag,
        Severity.WARN,
        f"{pair.worse.tag} is {worse:.3g} in the end where {pair.better.tag} is {better:.3g}: one thing measured in "
        f"two ways; {pair.says}.",
        onset=seen.onset(pair.worse.series, 0),
        value=worse,
        threshold=better,
        raises=pair.raises,
    )


def _pairs(seen: RunForDetectors) -> Iterator[_Pair]:
    for quantities, is_loss in ((_LOSSES, True), (_SCORES, False)):
        for quantity in quantities:
            measures = [each for each in seen.finite(quantity) if len(each.series) >= _FEWEST]
            for one, other in combinations(measures, 2):
                way = _way(one, other)
                if way is not None and (order := _apart((one, other), is_loss=is_loss)) is not None:
                    yield _Pair(*order, *way)


def _way(one: Measure, other: Measure) -> tuple[str, tuple[str, ...]] | None:
    """Give what it means that two names differ, where they differ by a way of measuring and hardly by anything else."""
    words, others = set(spelt(one.tag).split("_")), set(spelt(other.tag).split("_"))
    differ, shared = words ^ others, words & others
    for ways, says, raises in _WAYS:
        if differ & ways and differ <= ways | _SMALL_WORDS and shared:
            return says, raises
    return None


def _apart(pair: Sequence[Measure], *, is_loss: bool) -> tuple[Measure, Measure] | None:
    """Give the worse and the better of two, where they lie far apart in the end."""
    low, high = sorted(pair, key=lambda each: late(each.series.value))
    least, most = late(low.series.value), late(high.series.value)
    if is_loss:
        return (high, low) if most > _TIMES * least > 0 else None
    scale = 100.0 if max(each.series.value.max() for each in pair) > _PERCENT else 1.0
    return (low, high) if most - least > _BY * scale else None
