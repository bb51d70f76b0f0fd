"""A worked-out problem for people: the advice in a sentence, then why, the rivals and the plan as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.cli.console import Console
from coach.cli.terminal_safe import one_line
from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.cli.plan_results import Reckoning
    from coach.reasoning.advice import Assessment
    from coach.reasoning.batches import Batch
    from coach.reasoning.cells import Cell
    from coach.reasoning.policy import PlanNode
    from coach.reasoning.robustness import CellCheck, Robustness

RARE: Final = 0.02
"""Branches of the plan less likely than this are not printed."""
BELIEFS_SHOWN: Final = 8
FRAGILE_SHOWN: Final = 5
BATCHES_SHOWN: Final = 3
EXPERIMENTS_SHOWN: Final = 20
LONGEST_CHAIN: Final = 4
"""So many fixes in a row are written one under the other; more of them stand on one line."""
FIXES_NAMED: Final = 6


def report(found: Reckoning) -> None:
    """Write everything that was worked out, the advice first."""
    console = Console()
    console.say(one_line(found.advice.why))
    if found.advice.proof:
        console.say(found.advice.proof)
    _say_bracket(console, found)
    if found.robustness is not None:
        _say_robustness(console, found.robustness)
    for reason in found.confusion.reasons:
        console.say(f"Confused: {one_line(reason)}", hanging="  ")
    console.say("\nBeliefs:")
    for name, probability in found.belief.ranked()[:BELIEFS_SHOWN]:
        console.say(f"{format_probability(probability):>6}  {one_line(name)}", indent="  ")
    if found.advice.ranking:
        console.say("\nExperiments:")
    for each in found.advice.ranking[:EXPERIMENTS_SHOWN]:
        _say_experiment(console, each)
    if len(found.advice.ranking) > EXPERIMENTS_SHOWN:
        left = len(found.advice.ranking) - EXPERIMENTS_SHOWN
        console.say(f"and {left} more that save less by themselves (--json has them all)", indent="  ")
    console.say("\nPlan (in brackets, how often it comes this far):")
    for depth, line in _lines(found.plan.tree, ""):
        console.say(line, indent="  " * (depth + 1), hanging="  " * (depth + 2))
    if found.batches is not None:
        _say_batches(console, "Together, experiments only", found.batches.experiments_only)
        _say_batches(console, "Together, fixes on branches of their own too", found.batches.with_fixes)


def _say_bracket(console: Console, found: Reckoning) -> None:
    advice = found.advice
    optimum = "" if found.exact is None else f" The best plan there is costs {format_hours(found.exact)}."
    console.say(
        f"Following this plan to the end costs {format_hours(found.plan.expected_cost)} on average; "
        f"somebody who knew the cause would pay {format_hours(advice.lower_bound)}, fixing without looking costs "
        f"{format_hours(advice.fix_only)}, most likely first {format_hours(found.most_likely_first)}.{optimum}"
    )


def _say_robustness(console: Console, found: Robustness) -> None:
    if found.survives:
        console.say("This advice survives any single one-notch error in your numbers.")
        return
    console.say("This advice hangs on these numbers, one notch would change it:")
    for each in found.fragile[:FRAGILE_SHOWN]:
        console.say(_fragile(each), indent="  ", hanging="    ")
    if len(found.fragile) > FRAGILE_SHOWN:
        console.say(f"and {len(found.fragile) - FRAGILE_SHOWN} more.", indent="  ")


def _fragile(check: CellCheck) -> str:
    if check.cell.kind == "service":
        moved = f"{format_hours(check.stated)} to {format_hours(check.moved)}"
    else:
        moved = f"{format_probability(check.stated)} to {format_probability(check.moved)}"
    return f"{_place(check.cell)}, from {moved}: {check.becomes.action} {one_line(check.becomes.id)}"


def _place(cell: Cell) -> str:
    if cell.kind == "service":
        return "the cost of a rebuild"
    seen = f" = {one_line(cell.outcome)}" if cell.outcome else ""
    return f"{one_line(cell.of)}{seen} if {one_line(cell.hypothesis_id)}"


def _say_experiment(console: Console, each: Assessment) -> None:
    if not each.can_pay:
        worth = "cannot pay, even if it told you the answer"
    elif each.net_voi > 0:
        worth = f"saves {format_hours(each.net_voi)}"
    else:
        worth = f"costs {format_hours(-each.net_voi)} more than it saves by itself"
    console.say(
        f"{one_line(each.id)} ({format_hours(each.cost)}): {worth}; {each.eig_bits:.2f} bits",
        indent="  ",
        hanging="    ",
    )
    for view in each.outcomes:
        name, probability = max(view.posterior.items(), key=lambda item: item[1])
        console.say(
            f"{one_line(view.outcome)} ({format_probability(view.probability)}): then {one_line(name)} "
            f"{format_probability(probability)}",
            indent="    ",
        )


def _lines(node: PlanNode, before: str, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Give the plan as lines with their depth, likely branches only."""
    chance = f" ({format_probability(node.probability)})" if depth else ""
    if node.action == "service":
        yield depth, f"{before}rebuild from something known to work{chance}"
        return
    chain = _chain(node)
    if len(chain) > LONGEST_CHAIN:
        yield depth, f"{before}{_in_a_row(chain)}{chance}"
        return
    verb = "fix" if node.action == "fix" else "run"
    yield depth, f"{before}{verb} {one_line(node.id)}{chance}"
    for outcome, after in node.branches.items():
        if after.probability >= RARE:
            yield from _lines(after, f"{one_line(outcome)}: ", depth + 1)
    if node.if_not is not None and node.if_not.probability >= RARE:
        yield from _lines(node.if_not, "if that was not it: ", depth + 1)


def _chain(node: PlanNode) -> list[str]:
    """Give the fixes of a plan that tries one after the other and then rebuilds; none where anything else follows."""
    found = []
    while node.action == "fix" and node.if_not is not None:
        found.append(node.id)
        node = node.if_not
    return found if node.action == "service" else []


def _in_a_row(chain: list[str]) -> str:
    named = ", ".join(map(one_line, chain[:FIXES_NAMED]))
    more = f" and {len(chain) - FIXES_NAMED} more (--json has them)" if len(chain) > FIXES_NAMED else ""
    return f"fix in this order until one helps: {named}{more}; if none does, rebuild from something known to work"


def _say_batches(console: Console, title: str, batches: tuple[Batch, ...]) -> None:
    if not batches:
        return
    console.say(f"\n{title}:")
    for each in batches[:BATCHES_SHOWN]:
        names = ", ".join(map(one_line, (*each.experiments, *(f"fix {fix}" for fix in each.fixes))))
        console.say(
            f"{names}: {format_hours(each.expected_cost)} in all; {format_hours(each.wall_h)} of waiting, "
            f"{format_hours(each.run_h)} of runs",
            indent="  ",
            hanging="    ",
        )
