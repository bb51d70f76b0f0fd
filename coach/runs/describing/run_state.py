"""Whether a run came to its end, ended early, crashed or is still going, and how one can tell."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.describing.epochs import counts_epochs, epochs_done
from coach.runs.finding.configuration import PREFIX
from coach.runs.run import NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Run

QUIET_H = 0.5
"""Least hours of silence before a run counts as ended (editorial)."""
LONGER_THAN_USUAL = 3.0
"""A silence has to be this many times the usual gap between two records (editorial)."""
USUAL = 0.95
"""Share of the gaps that are usual: a restart days later is not (editorial)."""
NEARLY = 0.98
"""Share of the planned steps from which on a run came to its end; the last record is rarely at the very last step."""
SHORT = 0.9
"""Share of the longest run of the same configuration under which a run is short (editorial)."""
_STOPPED = (
    "KeyboardInterrupt",
    "CANCELLED",
    "DUE TO TIME LIMIT",
)  # ended from outside rather than by a fault
_BY_HAND = "255"  # wandb's exit hook puts it in place of the status where a KeyboardInterrupt ended the run
_A_DATE = 1e8  # seconds; a clock that counts from the start of the run stays below
_PLANNED = re.compile(
    r"(^|/)(max_steps|total_timesteps|total_steps|max_iters|num_train_steps|n_timesteps|train_steps)$"
)
_PLANNED_EPOCHS = re.compile(r"(^|/)(num_train_epochs|max_epochs|epochs)$")
_SHARE_DONE = ("percentage", "percent", "progress", "remaining_time", "eta", "eta_seconds", "remaining")
_STATUS = {
    "completed": "ended", "finished": "ended", "closed": "ended", "published": "ended", "3": "ended",
    "failed": "crashed", "4": "crashed", "heartbeat_timeout": "crashed",
    "killed": "ended-early", "interrupted": "ended-early", "stopped": "ended-early", "5": "ended-early",
    "running": "going", "in_progress": "going", "1": "going", "scheduled": "going",
}  # fmt: skip


class RunState(StrEnum):
    """What became of a run."""

    ENDED = "ended"
    ENDED_EARLY = "ended-early"
    CRASHED = "crashed"
    GOING = "going"
    UNKNOWN = "unknown"


class Standing(NamedTuple):
    """The state of a run, and what it is judged by."""

    state: RunState
    says: str


def standing(run: Run, now: float, others: Sequence[int] = ()) -> Standing:
    """Give what became of a run.

    The tracker's own word counts first, unless the log has been silent too long for a run that is said to go on;
    then an error the log ends with, the planned steps, a log that breaks off inside its last record, and other runs
    of the same configuration.

    Args:
        run: the run.
        now: seconds since 1970.
        others: last step of each other run of the same configuration.
    """
    if not run.points:
        return _told(run) or _last_error(run) or Standing(RunState.UNKNOWN, "nothing was logged")
    is_followed = run.training is not None and run.training.number < run.training.of
    # What the tracker says, and whether the log is still written, is about the last of several trainings.
    silent, told = (None, None) if is_followed else (_silence(run, now), _told(run) or _last_error(run))
    if told is not None and (told.state is not RunState.GOING or silent is None or not silent.is_long):
        return told
    if told is None and silent is not None and not silent.is_long:
        return Standing(RunState.GOING, f"the last record is {_hours(silent.hours)} old")
    if told is not None and silent is not None:
        return Standing(RunState.CRASHED, f"{told.says}, and has been silent for {_hours(silent.hours)}")
    return _by_length(run, others)


def _by_length(run: Run, others: Sequence[int]) -> Standing:
    last, plan = run.last_step or 0, planned(run)
    is_cut = any(note.kind is NoteKind.TRUNCATED_TAIL for note in run.notes)
    if plan is not None and plan.is_reached:
        return Standing(RunState.ENDED, f"it reached {plan.reached} of {plan.planned:,} planned {plan.unit}s")
    reached = f"at step {last:,}" if plan is None else f"at {plan.unit} {plan.reached} of {plan.planned:,}"
    finished = run.metadata.get("finished_after")
    if is_cut and finished is None:
        return Standing(RunState.CRASHED, f"the log breaks off inside a record {reached}")
    if plan is not None:
        return Standing(RunState.ENDED_EARLY, f"the log ends {reached} planned")
    if finished is not None:
        # The client writes it however the run leaves, so it speaks against a cut and not for success.
        says = f"its tracker closed it after {finished} s; with which exit status, the log does not say"
        return Standing(RunState.ENDED, says)
    return _beside(last, others, reached)


def _beside(last: int, others: Sequence[int], reached: str) -> Standing:
    """Give what became of a run as far as the last steps of the others of its kind tell.

    That a run is the longest of all says nothing: only another of its length makes that length look meant.
    """
    longest = max(others, default=0)
    if last < SHORT * longest:
        as_far = sum(other >= SHORT * longest for other in others)
        who = "others of its kind" if as_far > 1 else "another of its kind"
        return Standing(RunState.ENDED_EARLY, f"the log ends {reached}, where {who} reached {longest:,}")
    if longest and longest >= SHORT * last:
        about = "" if last >= NEARLY * longest else "nearly "
        return Standing(RunState.ENDED, f"it is {about}as long as the longest of its kind")
    if longest:
        return Standing(RunState.UNKNOWN, "none of its kind is as long, and the log plans no length")
    return Standing(RunState.UNKNOWN, "the log does not say how long it was meant to be")


class Plan(NamedTuple):
    """How far a run has come, how far it was meant to come, and what is counted: a step or an epoch."""

    done: float
    planned: int
    unit: str

    @property
    def is_reached(self) -> bool:
        """Whether it came to its end."""
        return self.done >= NEARLY * self.planned

    @property
    def reached(self) -> str:
        """How far it has come, in figures."""
        return f"{self.done:,.0f}" if self.done == int(self.done) else f"{self.done:,.2f}"


def planned(run: Run) -> Plan | None:
    """Give how long the configuration plans a run; None where it does not say, or says less than was logged."""
    for pattern, done, unit in (
        (_PLANNED, None if counts_epochs(run) else run.last_step, "step"),
        (_PLANNED_EPOCHS, epochs_done(run), "epoch"),
    ):
        if done is None:
            continue
        for name, text in (*run.metadata.items(), *_told_in_rows(run)):
            number = _number(text) if pattern.search(name.removeprefix(PREFIX).lower()) else None
            if number is not None and number >= max(1.0, done):
                return Plan(done, int(number), unit)
    return None


def _told_in_rows(run: Run) -> Iterator[tuple[str, str]]:
    """Yield what every row says again of the whole: how many steps there are to be, beside the share that is done."""
    if not any(tag.rsplit("/", 1)[-1].lower() in _SHARE_DONE for tag in run.series):
        return
    for tag, series in run.series.items():
        if len(series) and (series.value == series.value[0]).all():
            yield tag, str(float(series.value[0]))


def planned_share(run: Run, step: int) -> float | None:
    """Give which share of the planned run lies before a step; None where the configuration plans nothing."""
    plan = planned(run)
    if plan is None or run.last_step is None or plan.done <= 0:
        return None
    return (
        step / plan.planned
        if plan.unit == "step"
        else step / max(1, run.last_step) * plan.done / plan.planned
    )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _told(run: Run) -> Standing | None:
    """Give what the tracker itself says; None where it says nothing."""
    word = run.metadata.get("status", "").strip().lower()
    if word in _STATUS:
        return Standing(
            RunState(_STATUS[word]), f"its tracker says {word}" if word.isalpha() else "its tracker says so"
        )
    code = run.metadata.get("exit_code")
    if code == _BY_HAND:
        return Standing(
            RunState.ENDED_EARLY, f"it left with exit status {code}, which W&B writes after Ctrl-C"
        )
    if code is not None:
        is_good = code == "0"
        return Standing(RunState.ENDED if is_good else RunState.CRASHED, f"it left with exit status {code}")
    return None


def _last_error(run: Run) -> Standing | None:
    """Give what a text that ends with an error says; None without one."""
    for note in run.notes:
        if note.kind is NoteKind.ERROR_AT_END:
            by_hand = any(word in note.detail for word in _STOPPED)
            says = f"{note.path.name}: {note.detail}"
            return Standing(RunState.ENDED_EARLY if by_hand else RunState.CRASHED, says)
    return None


class _Silence(NamedTuple):
    hours: float
    is_long: bool


def _silence(run: Run, now: float) -> _Silence | None:
    """Give how long a run has been silent; None without a clock that knows the date."""
    times = [clock for clock in clocks(run) if clock[-1] > _A_DATE]
    if not times:
        return None
    hours = max(0.0, now - max(clock[-1] for clock in times)) / 3600
    return _Silence(hours, hours > max(QUIET_H, LONGER_THAN_USUAL * usual_gap(times) / 3600))


def usual_gap(times: Sequence[Sequence[float]]) -> float:
    """Give the seconds between two records that hardly any pair exceeds; 0 for a single record."""
    import numpy as np  # noqa: PLC0415 - a note is taken without numpy

    gaps = np.concatenate([np.diff(clock) for clock in times]) if times else np.zeros(0)
    at = int(USUAL * (len(gaps) - 1))
    return float(np.partition(gaps, at)[at]) if len(gaps) else 0.0


def clocks(run: Run) -> Iterator[list[float]]:
    """Yield the wall times of each series that has any, in order."""
    import numpy as np  # noqa: PLC0415 - as above

    for series in run.series.values():
        known = series.wall_time[np.isfinite(series.wall_time)]
        if len(known):
            known.sort()
            yield known.tolist()


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:,.0f} days"  # noqa: PLR2004 - days read better
