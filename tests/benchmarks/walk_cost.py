"""What both walks cost a person on the default path: pages, key presses, characters, and words on the screen.

Usage: python tests/benchmarks/walk_cost.py [LOGS...] [--each] [--size 120x36]

Drives the real full screen by real keys. Somebody (tests/benchmarks/walk_user.py) writes where only a person can know,
takes what is filled in, and follows the advice. The logs are folders below `../shared/runs` unless others are named;
without either there is nothing to measure. A page is a screen, or a question asked by itself. Words are those of every
line that was on a page, each line once.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from coach.desk.coach import Coach
from coach.tui.app import CoachApp
from tests.benchmarks.walk_user import Cost, WalkUser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.event.common import Method

RUNS = Path(__file__).parents[3] / "shared" / "runs"
LOGS = ("galaxian-ppo", "cs285-2020-pg-dqn", "jsbsim-sac", "hf-whisper-bashkir", "keras-cnn-tf2")
"""Three of reinforcement learning, two supervised."""
METHODS: tuple[Method, ...] = ("stuck", "premortem")
WANTED = {"stuck": (6, 60, 900), "premortem": (6, 60, 700)}
"""Pages, key presses beyond free text, and words, at most."""


async def cost(method: Method, log: Path | None, size: tuple[int, int], *, guided: bool = False) -> Cost:
    """Walk one log to what is sealed."""
    desk = Coach.throwaway()
    walk = desk.begin(method, paths=[str(log)] if log else (), guided=guided)
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=size) as pilot:
        user = WalkUser(pilot, app, walk, is_guided=guided)
        await user.walk_to_the_seal()
        return user.cost


def line(name: str, found: Cost) -> str:
    """Give one line of the table."""
    ends = found.ends_at or "sealed"
    return f"{name:34}{found.pages:6}{found.keys:6}{found.characters:7}{found.words:7}  {ends}"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    size = (120, 36)
    rest = list(arguments)
    if "--size" in rest:
        at = rest.index("--size")
        width, height = rest[at + 1].split("x")
        size = (int(width), int(height))
        del rest[at : at + 2]
    is_each = "--each" in rest
    logs = [Path(each) for each in rest if each != "--each"] or [RUNS / each for each in LOGS]
    print(f"{'':34}{'pages':>6}{'keys':>6}{'chars':>7}{'words':>7}  ends", flush=True)
    for method in METHODS:
        print(
            f"{method + ', wanted at most':34}{WANTED[method][0]:6}{WANTED[method][1]:6}{'':7}{WANTED[method][2]:7}"
        )
        for log in logs:
            if not log.exists():
                print(f"{method} {log}: not there")
                continue
            found = asyncio.run(cost(method, log, size))
            print(line(f"{method} {log.name}", found), flush=True)
            if is_each:
                for page in found.each:
                    print(f"    {page.name:44}{page.keys:5}{page.characters:6}{page.words:6}")
    demo = asyncio.run(cost("stuck", None, size, guided=True))
    print(line("demo (wanted under 1,500 words)", demo))
    if is_each:
        for page in demo.each:
            print(f"    {page.name:44}{page.keys:5}{page.characters:6}{page.words:6}")


if __name__ == "__main__":
    main(sys.argv[1:])
