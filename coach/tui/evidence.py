"""What there is to see in the logs of a walk, taken in one go by a worker: runs, tags in order, symptoms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.tui.scene import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.runs import Run
    from coach.session.fold import Session
    from coach.tui.port import Walk

FIRST = (
    "return",
    "eval_return",
    "eval_accuracy",
    "accuracy",
    "eval_loss",
    "loss",
    "value_loss",
    "policy_loss",
    "entropy",
    "kl",
    "explained_variance",
    "value",
    "q_value",
    "grad_norm",
    "clip_fraction",
    "episode_length",
    "learning_rate",
    "fps",
)
"""Quantities worth looking at where nothing stands out, in this order (editorial)."""


class Onset(NamedTuple):
    """A symptom: where it begins, and what one made of it.

    Attributes:
        step: None where it has no beginning.
        verdict: empty until it was judged.
        innocent: what it could be without anything being wrong.
    """

    number: int
    tag: str
    run: str
    step: int | None
    says: str
    severity: str
    symptom: str = ""
    verdict: str = ""
    reason: str = ""
    innocent: tuple[str, ...] = ()


class Evidence(NamedTuple):
    """Everything the screen shows."""

    runs: tuple[Run, ...]
    onsets: tuple[Onset, ...]
    tags: tuple[str, ...]
    whole: Span


def evidence_of(walk: Walk) -> Evidence:
    """Give what the linked runs of a walk hold; reads logs, so not for the event loop."""
    runs, onsets = walk.runs(), onsets_of(walk.session)
    return Evidence(runs, onsets, tags_of(runs, onsets), whole_of(runs))


def onsets_of(session: Session) -> tuple[Onset, ...]:
    """Give the symptoms of a session, first mover first."""
    from coach.session.observations import symptoms  # noqa: PLC0415 - in the thread

    return tuple(
        Onset(
            place,
            view.seen.tag,
            view.seen.run,
            view.seen.onset_step,
            view.seen.says,
            view.seen.severity,
            view.seen.symptom,
            view.judged.verdict if view.judged else "",
            view.judged.reason if view.judged else "",
            view.seen.innocent,
        )
        for place, view in enumerate(symptoms(session), 1)
    )


def tags_of(runs: Iterable[Run], onsets: Iterable[Onset]) -> tuple[str, ...]:
    """Give every tag once: those in which something stands out, then known quantities, then as logged."""
    logged = dict.fromkeys(tag for run in runs for tag, series in run.series.items() if len(series))
    marked = dict.fromkeys(onset.tag for onset in onsets if onset.tag in logged)
    return (*marked, *sorted((tag for tag in logged if tag not in marked), key=_importance))


def _importance(tag: str) -> int:
    from coach.runs.quantities import meaning_of  # noqa: PLC0415 - in the thread

    meaning = meaning_of(tag)
    known = meaning is not None and meaning.quantity in FIRST
    return FIRST.index(meaning.quantity) if meaning is not None and known else len(FIRST)


def whole_of(runs: Sequence[Run]) -> Span:
    """Give the steps from the first to the last of any run."""
    first = [run.first_step for run in runs if run.first_step is not None]
    last = [run.last_step for run in runs if run.last_step is not None]
    return Span(min(first, default=0), max(last, default=0))
