"""The summary figures of the lab, as lines to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.fault_lab.measuring import CLOSE, Judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TOP = 3


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """Give one line a run."""
    yield (
        f"{'run':<46} {'harm':<5} {'named':<6} {'onset off':<12} "
        f"{'prior':>5} {'logs':>5} {'class':>5} {'both':>5}  warnings (named ones with *)"
    )
    for each in judged:
        job = each.trained.job
        harm = "-" if job.fault is None else "yes" if each.is_harmful else "no"
        named = "-" if job.fault is None else "yes" if each.is_named else "no"
        off = ",".join(f"{number:+d}" for number in each.onsets_off[:3]) if each.has_onset else "-"
        ranks = each.ranks
        places = (
            " " * 23
            if ranks is None
            else f"{ranks.prior:>5} {ranks.by_logs:>5} {ranks.by_class:>5} {ranks.by_both:>5}"
        )
        yield f"{job.name:<46} {harm:<5} {named:<6} {off or '?':<12} {places}  {_warnings(each)}"


def failures(judged: Sequence[Judged]) -> Iterator[str]:
    """Give what was said of harmful faults whose mechanism no warning names, and every warning of a healthy run."""
    yield "Harmful, and no warning names the mechanism:"
    for each in judged:
        if each.is_harmful and not each.is_named:
            yield from _sentences(each, ("alarm", "warn", "info"))
    yield "Healthy, and warned of:"
    for each in judged:
        if each.trained.job.fault is None and each.said.warnings:
            yield from _sentences(each, ("alarm", "warn"))


def _sentences(judged: Judged, severities: Sequence[str]) -> Iterator[str]:
    yield f"  {judged.trained.job.name}"
    for each in judged.said.symptoms:
        if each.severity in severities:
            yield f"      {each.severity} {each.detector} ({each.tag}): {each.says}"


def _warnings(judged: Judged) -> str:
    found = [
        f"{'*' if each in judged.naming else ''}{each.detector}{'!' if each.severity == 'alarm' else ''}"
        for each in judged.said.warnings
    ]
    return " ".join(dict.fromkeys(found)) or "-"


def summary(judged: Sequence[Judged]) -> Iterator[str]:
    """Give the figures that are promised, and those that explain them."""
    harmful = [each for each in judged if each.is_harmful]
    faulty = [each for each in judged if each.trained.job.fault is not None]
    healthy = [each for each in judged if each.trained.job.fault is None]
    yield _share(
        "harmful faults with a warning that names the mechanism", (each.is_named for each in harmful), "2/3"
    )
    yield _share(
        "    by more than a fall or a standstill of the return or the loss",
        (each.is_named_strictly for each in harmful),
        "",
    )
    yield _share(
        "harmful faults with a warning that itself speaks for the true failure mode",
        (each.is_raised for each in harmful),
        "",
    )
    yield _share("harmful faults with any warning", (bool(each.said.warnings) for each in harmful), "")
    yield _share("healthy runs with a warning", (bool(each.said.warnings) for each in healthy), "under 1/5")
    rl = [each for each in healthy if {"return", "eval_return"} & _quantities(each)]
    yield _share("  of them those of agents", (bool(each.said.warnings) for each in rl), "")
    for name, some in (("harmful faults", harmful), ("all faults", faulty)):
        yield from _ranking(name, some)
    yield from _onsets([each for each in harmful if each.has_onset])


def _quantities(judged: Judged) -> set[str]:
    return {name for row in judged.trained.ended.log.rows for name in row.values}


def _ranking(name: str, some: Sequence[Judged]) -> Iterator[str]:
    ranks = [each.ranks for each in some if each.ranks is not None]
    yield _share(f"{name}: true failure mode in the top {TOP} by nothing", (_top(r.prior) for r in ranks), "")
    yield _share("    by logs alone", (_top(r.by_logs) for r in ranks), "1/2")
    yield _share("    by class alone", (_top(r.by_class) for r in ranks), "")
    yield _share("    by class and logs", (_top(r.by_both) for r in ranks), "1/2, not under class alone")
    yield _share("    shown by the walk", (r.shown for r in ranks), "")
    for words, pairs in (
        ("logs", [(r.prior, r.by_logs) for r in ranks]),
        ("logs after the class", [(r.by_class, r.by_both) for r in ranks]),
    ):
        up, down = (
            sum(after < before for before, after in pairs),
            sum(after > before for before, after in pairs),
        )
        yield f"    {words} moved the true cause up in {up}, down in {down}, not in {len(pairs) - up - down}"


def _onsets(late: Sequence[Judged]) -> Iterator[str]:
    told = [each for each in late if each.onsets_off]
    yield _share(
        "harmful faults begun on the way whose naming warning tells an onset",
        (bool(each.onsets_off) for each in late),
        "",
    )
    yield _share(
        f"    the first of them within {CLOSE} points",
        (abs(each.onsets_off[0]) <= CLOSE for each in told),
        "9/10",
    )
    yield _share(
        f"    any of them within {CLOSE} points",
        (any(abs(off) <= CLOSE for off in each.onsets_off) for each in told),
        "",
    )
    yield _share(
        f"    any warning at all within {CLOSE} points, of all begun on the way",
        (any(abs(off) <= CLOSE for off in each.any_onset_off) for each in late),
        "",
    )


def _top(rank: int) -> bool:
    return 0 < rank <= TOP


def _share(name: str, found: Iterable[bool], wanted: str) -> str:
    is_so = list(found)
    percent = f" ({100 * sum(is_so) / len(is_so):.0f} %)" if is_so else ""
    return f"{name}: {sum(is_so)} of {len(is_so)}{percent}{f'; wanted: {wanted}' if wanted else ''}"
