"""What there is to see in the logs of a walk, taken in one go by a worker: runs, tags in order, symptoms."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from coach.tui.plot_settings import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.runs import Run
    from coach.session.fold import Session
    from coach.tui.interfaces import Walk
    from coach.tui.plot_settings import PlotSettings

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
CLOSE = 0.1
"""Share of all steps that is in view when one looks closely at an onset."""
SMALL = 0.5
"""Share of all steps under which a tag has a range of its own (editorial)."""

FEWEST_TOLD = 2
"""Curves that are drawn at least where few have a symptom."""


class Onset(NamedTuple):
    """A symptom: where it begins, and what one made of it.

    Attributes:
        step: None where it has no beginning.
        verdict: empty until it was judged.
        innocent: what it could be without anything being wrong.
        action: what to do about a defect of the logging, which is not judged; empty for a symptom of the run.
        name: a few words for it.
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
    action: str = ""
    name: str = ""


class Evidence(NamedTuple):
    """Everything the screen shows.

    Attributes:
        runs: the linked runs.
        onsets: their symptoms, earliest first.
        tags: every tag, the most important first.
        whole: the steps of all runs.
        spans: the steps of each tag.
    """

    runs: tuple[Run, ...] = ()
    onsets: tuple[Onset, ...] = ()
    tags: tuple[str, ...] = ()
    whole: Span = Span(0, 0)
    spans: Mapping[str, Span] = MappingProxyType({})

    def span_of(self, tag: str) -> Span:
        """Give the steps to show of a tag: those of all runs, so that onsets stand below each other.

        Of a tag that was logged for a small part of them only (other runs were longer) it is that part.
        """
        own = self.spans.get(tag, self.whole)
        is_small = (own.right - own.left) < SMALL * (self.whole.right - self.whole.left)
        return own if is_small else self.whole


def close_to(onset: Onset, found: Evidence, plot_settings: PlotSettings) -> PlotSettings:
    """Give the plot settings in which one looks closely at a symptom: its run in front, its onset in the middle."""
    names = [run.name for run in found.runs]
    front = (names.index(onset.run),) if onset.run in names and len(names) > 1 else ()
    if onset.step is None:
        return plot_settings._replace(marked=front, shown=None)
    left, right = found.span_of(onset.tag)
    half = CLOSE * (right - left) / 2
    return plot_settings.showing(Span(onset.step - half, onset.step + half))._replace(marked=front)


def evidence_of(walk: Walk) -> Evidence:
    """Give what the linked runs of a walk hold; reads logs, so not for the event loop."""
    runs, onsets = walk.runs(), onsets_of(walk.session)
    spans = spans_of(runs)
    whole = Span(
        min((span.left for span in spans.values()), default=0),
        max((span.right for span in spans.values()), default=0),
    )
    return Evidence(runs, onsets, tags_of(runs, onsets), whole, spans)


def onsets_of(session: Session) -> tuple[Onset, ...]:
    """Give the symptoms of a session, earliest step first; defects of the logging come last."""
    from coach.session.logging_defects import action_for  # noqa: PLC0415 - after the first paint
    from coach.session.observations import by_step, symptoms  # noqa: PLC0415 - as above
    from coach.session.symptom_ids import in_words  # noqa: PLC0415 - as above

    ordered = sorted(by_step(symptoms(session)), key=lambda view: bool(action_for(view.seen)))
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
            action_for(view.seen),
            in_words(view.seen.detector),
        )
        for place, view in enumerate(ordered, 1)
    )


def tags_of(runs: Sequence[Run], onsets: Iterable[Onset]) -> tuple[str, ...]:
    """Give every tag once: those in which something stands out, then known quantities, then as logged."""
    logged = dict.fromkeys(tag for run in runs for tag, series in run.series.items() if len(series))
    marked = dict.fromkeys(onset.tag for onset in onsets if onset.tag in logged)
    places = _importance(runs)
    unmarked = (tag for tag in logged if tag not in marked)
    return (*marked, *sorted(unmarked, key=lambda tag: places.get(tag, len(FIRST))))


def told_tags(found: Evidence) -> tuple[str, ...]:
    """Give the tags with a symptom, then those that symptoms speak of, at least a few; all where nothing stands out."""
    told = dict.fromkeys(onset.tag for onset in found.onsets if onset.tag in found.tags)
    if not told:
        return found.tags
    words = {word.strip(".,:;()") for onset in found.onsets for word in onset.says.split()}
    spoken_of = [tag for tag in found.tags if tag in words or tag in told]
    return tuple(spoken_of) if len(spoken_of) >= FEWEST_TOLD else found.tags[:FEWEST_TOLD]


def _importance(runs: Iterable[Run]) -> dict[str, int]:
    """Give the place of each tag that stands for a quantity worth looking at."""
    from coach.runs.quantities import meanings_of  # noqa: PLC0415 - in the thread

    return {
        tag: FIRST.index(meaning.quantity)
        for run in runs
        for tag, meaning in meanings_of(run).items()
        if meaning.quantity in FIRST
    }


def spans_of(runs: Iterable[Run]) -> dict[str, Span]:
    """Give the first and the last step of each tag over all runs."""
    spans: dict[str, Span] = {}
    for run in runs:
        for tag, series in run.series.items():
            if len(series):
                left, right = float(series.step.min()), float(series.step.max())
                known = spans.get(tag, Span(left, right))
                spans[tag] = Span(min(known.left, left), max(known.right, right))
    return spans
