"""How much another seed says, in words: one good run is seldom more than a bare mention."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.reasoning.scale import format_probability
from coach.reasoning.seeds import evidence_of_runs, seeds_for_bayes_factor
from coach.session.exhibit import Say
from coach.session.experiments import experiments
from coach.session.hypotheses import hypotheses

if TYPE_CHECKING:
    from coach.session.fold import Session

WORKS, BROKEN = 0.9, 1 / 3
"""P(one run succeeds) once repaired (editorial), and while broken (Rahtz 2018: one of three seeds)."""
STRONG = 20.0
"""Bayes factor from which evidence is called strong (Kass and Raftery 1995)."""
LEAST, MOST = 0.01, 0.99


def seeds_say(session: Session) -> tuple[Say, ...]:
    """Give what one good run with another seed would say for whatever expects it most; nothing where all agree."""
    view = next((each for each in experiments(session) if each.repeats and each.rows), None)
    text = {each.id: each.text for each in hypotheses(session)}
    if view is None:
        return ()
    success = {each: min(MOST, max(LEAST, row[0])) for each, row in view.rows.items() if each in text}
    if not success or max(success.values()) == min(success.values()):
        return ()
    best, worst = max(success, key=success.__getitem__), min(success, key=success.__getitem__)
    for_best = f"“{text[best]}” ({format_probability(success[best])}) against “{text[worst]}”"
    against = f"{for_best} ({format_probability(success[worst])})"
    return (Say(f"{_one_good_run(success[best], success[worst])} That is for {against}.", "quiet"),)


def confirmation_says() -> Say:
    """Give what one good run says about a repair, with the numbers of the essay."""
    said = _one_good_run(WORKS, BROKEN)
    return Say(
        f"{said} That is if {format_probability(WORKS)} of runs work once it is repaired, and one in three does "
        "while it is broken (Rahtz 2018).",
        "quiet",
    )


def _one_good_run(if_works: float, if_not: float) -> str:
    found = evidence_of_runs(1, 1, if_works=if_works, if_not=if_not)
    count = math.ceil(seeds_for_bayes_factor(STRONG, if_works, if_not))
    runs = "one is" if count == 1 else f"about {count} are"
    word = "a bare mention" if found.word == "bare mention" else f"{found.word} evidence"
    return (
        f"One good run is {word} (Bayes factor {found.bayes_factor:.2g}); for {STRONG:g} to 1, {runs} needed."
    )
