"""Sixty sentences as people write them, and what a careful reader takes from each beside its words.

Written before anything read them, by hand, of no published bug. `+` goes before what is there (a symptom that is seen,
a contrast with which it goes away, what changed last), `-` before what is not (looked for in vain, or it stays). What a
sentence does not say plainly is not listed, and is a mistake where it is read. The reader was tuned on `TUNED` alone;
`REPORTED` is for the figure.
"""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence and what it says, by ids with their sign."""

    text: str
    says: frozenset[str]


def _said(text: str, says: str = "") -> Sentence:
    return Sentence(text, frozenset(says.split()))


_ALL = (
    _said("Validation is worse than training.", "+validation-far-worse"),
    _said("Validation accuracy is higher than training accuracy from the first epoch.", "+held-out-better"),
    _said("The loss does not go down, no NaN anywhere.", "+plateau-from-start -non-finite"),
    _said("It works with one GPU but not with two.", "+contrast.one-device"),
    _said("It only goes wrong after a resume.", "+changed.resume +began-at-restart"),
    _said("Everything is fine in fp32, in fp16 the loss blows up.", "+contrast.fp32"),
    _said("The loss becomes NaN on 8 GPUs, a single GPU is fine.", "+non-finite +contrast.one-device"),
    _said("It became three times slower since we upgraded PyTorch.", "+changed.version"),
    _said("After switching to bf16 the reward no longer rises.", "+changed.precision"),
    _said("Same problem with another seed.", "-contrast.another-seed"),
    _said("With torch.compile disabled it trains normally.", "+contrast.eager"),
    _said("It crashes only when torch.compile is on.", "+contrast.eager"),
    _said("Setting num_workers to 0 makes the hang go away.", "+contrast.no-workers"),
    _said("It hangs with num_workers=4 and never with num_workers=0.", "+contrast.no-workers"),
    _said("Lowering the learning rate ten times did not help.", "-contrast.tenth-of-the-rate"),
    _said("With a ten times smaller learning rate it converges.", "+contrast.tenth-of-the-rate"),
    _said("The same code works on CIFAR-10.", "+contrast.stock-task"),
    _said(
        "Stable-Baselines gets 500 on the same environment, mine gets 20.",
        "+contrast.reference-implementation",
    ),
    _said("The commit of last week still trains fine.", "+contrast.last-good-version"),
    _said("Memory grows until I restart the process.", "+memory-growth +contrast.after-restart"),
    _said("In eval mode the outputs are right, in train mode they are garbage.", "+contrast.evaluation-mode"),
    _said("With batch size 1 the predictions are correct.", "+contrast.batch-of-one"),
    _said("Predictions are wrong only when I batch several sequences.", "+contrast.batch-of-one"),
    _said(
        "The gradients are not exploding, but accuracy stays at chance.", "-gradient-growth +chance-plateau"
    ),
    _said("It cannot overfit a single batch.", "+cannot-overfit-one-batch"),
    _said("The model does not overfit, it just underperforms on both sets.", "-validation-far-worse"),
    _said("Train loss is lower than val loss by a factor of ten.", "+validation-far-worse"),
    _said("Test loss is below train loss all the time.", "+held-out-better"),
    _said("Evaluation return is far below the training return.", "+evaluation-below-training"),
    _said(
        "There is no memory leak, the GPU memory is constant, but steps get slower.",
        "-memory-growth +throughput-decay",
    ),
    _said("Everything worked until I refactored the data loader.", "+changed.own-code"),
    _said("We moved from V100 to A100 and now two runs of one seed differ.", "+changed.devices"),
    _said(
        "Since we doubled the batch size the loss spikes every few hundred steps.",
        "+changed.batch +loss-spike",
    ),
    _said("After 300 steps the loss explodes."),
    _said("The policy collapses after a million steps without any change."),
    _said(
        "I started from a checkpoint and the first loss is much higher than the last one before it.",
        "+changed.resume",
    ),
    _said("Tried fp32, no difference.", "-contrast.fp32"),
    _said("The loss is never NaN and never infinite, only too high.", "-non-finite"),
    _said("It happens even on one GPU.", "-contrast.one-device"),
    _said("Some seeds reach 400, others stay at 10.", "+seed-disagreement"),
    _said("The reference implementation reaches the same bad score.", "-contrast.reference-implementation"),
    _said("Restarting does not fix it.", "-contrast.after-restart"),
    _said("With the new tokenizer the loss starts at 30; with the old data it was 11.", "+changed.data"),
    _said("Nothing was changed, yet the run from yesterday cannot be repeated.", "+changed.nothing"),
    _said(
        "We changed the learning rate and the clip range, and entropy fell to zero.",
        "+changed.hyperparameters +entropy-collapse",
    ),
    _said("I do not know whether it works on one GPU."),
    _said("I would like to try fp32 next."),
    _said("No errors, no warnings, the loss is just flat.", "+plateau-from-start"),
    _said(
        "It trains fine on CartPole but on my environment the return stays at the random level.",
        "+contrast.stock-task +random-level-return",
    ),
    _said("Gradients vanish only in mixed precision.", "+gradient-vanishing +contrast.fp32"),
    _said("The evaluation score is better than the training score.", "+held-out-better"),
    _said("Works in eager mode, wrong results under jit.", "+contrast.eager"),
    _said("The hang disappears without DDP.", "+contrast.one-device"),
    _said("It is slower than before the driver update.", "+changed.version"),
    _said(
        "The critic does not diverge and Q values stay small, but the agent always takes the same action.",
        "-value-beyond-bound +stops-exploring-early",
    ),
    _said("After the third epoch validation loss rises while training loss falls.", "+validation-turn"),
    _said(
        "Without dropout it is the same.",
    ),
    _said("It used to work with transformers 4.30 and breaks with 4.36.", "+changed.version"),
    _said("Different seeds make no difference, every run ends at 21 %.", "-contrast.another-seed"),
    _said(
        "Full precision and a single device both give the same wrong result.",
        "-contrast.fp32 -contrast.one-device",
    ),
)

TUNED, REPORTED = _ALL[::2], _ALL[1::2]
