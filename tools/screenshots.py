"""Draws docs/screenshots from the real program: `python tools/screenshots.py`.

The guided case is walked to the questions that are worth seeing; nothing is staged that a person would not meet.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.desk import Coach, Walk
from coach.session.form import GoOn, ReadLogs
from coach.tui.app import CoachApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
WIDE = (118, 34)
REMOTE_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")


class Shot(NamedTuple):
    """One picture: the walks that are in the journal, the newest on the screen unless it is of home, and keys."""

    name: str
    starts: tuple[Callable[[Coach], Walk], ...]
    keys: tuple[str, ...] = ()
    of_home: bool = False


def guided_to(key: str) -> Callable[[Coach], Walk]:
    """Give what walks the guided case to a question."""

    def start(desk: Coach) -> Walk:
        walk = desk.begin("stuck", guided=True)
        while (step := walk.position.step) is not None and step.question.key != key:
            suggestion = walk.suggestion()
            if isinstance(step.question.form, ReadLogs):
                walk.perform()
            elif suggestion is not None:
                walk.answer_data(suggestion.data)
            elif isinstance(step.question.form, GoOn):
                walk.answer_text("")
            else:
                raise SystemExit(f"the guided case has no answer to {step.question.key}")
        if walk.position.step is None:
            raise SystemExit(f"the guided case never asks {key}")
        return walk

    return start


def premortem(desk: Coach) -> Walk:
    """Give a pre-mortem that has come to its causes."""
    walk = desk.begin(
        "premortem", title="PPO with scaled rewards", playbook="policy-gradient", paths=["runs/ppo_18"]
    )
    for answer in (
        "Does scaling the reward make all three seeds learn?",
        "10h",
        5,
        "If it does: Breakout next. If not: look at the critic.",
        ["mean(rollout/ep_rew_mean, last 10%) > 800 in 3 of 3 seeds: 60%"],
        {"level": "a little", "chance": "45%"},
        ["The config is not the one I think", "Entropy dies again", "The disk fills up"],
    ):
        walk.answer_data(answer)
    return walk


SHOTS = (
    Shot("case", (guided_to("frame.working-on"),)),
    Shot("question", (guided_to("weighing.kl-spike-train-approx-kl"),)),
    Shot("advice", (guided_to("commitment.decision-1"),)),
    Shot("runs", (guided_to("hypotheses.own"),), ("f5",)),
    Shot("premortem", (premortem,)),
    Shot("home", (guided_to("result.c1"), premortem), of_home=True),
)


async def draw(shot: Shot, desk: Coach) -> str:
    """Give one picture as SVG that loads nothing from anywhere."""
    walks = [start(desk) for start in shot.starts]
    app = CoachApp(lambda: desk, None if shot.of_home else lambda _desk: walks[-1])
    async with app.run_test(size=WIDE) as pilot:
        await _settle(app, pilot.pause)
        for key in shot.keys:
            await pilot.press(key)
            await _settle(app, pilot.pause)
        return REMOTE_FONT.sub("", app.export_screenshot(title="coach"))


async def _settle(app: CoachApp, pause: Callable[[], Awaitable[None]]) -> None:
    for _ in range(5):
        await app.workers.wait_for_complete()
        await pause()


def main() -> int:
    """Draw every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        with tempfile.TemporaryDirectory() as journal:
            drawn = asyncio.run(draw(shot, Coach.open(journal=Path(journal), by="mira")))
        (FOLDER / f"{shot.name}.svg").write_text(drawn, encoding="utf-8")
        print(f"docs/screenshots/{shot.name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
