"""A whole pre-mortem by keys alone, its questions one by one, from the question to the launch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.causes import causes, doubts, predictions
from coach.session.event.common import Sealed
from coach.session.event.premortem import Estimated, LaunchDecided
from coach.tui.app import CoachApp
from tests.tui.fake_walk import press, settled, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach


async def say(pilot: Pilot[None], walk: Walk, key: str, *lines: str) -> None:
    """Answer the question `key` by typing lines, each with enter."""
    assert walk.question.key == key, f"asked {walk.question.key}, not {key}"
    for line in lines:
        await write(pilot, line)
        await press(pilot, "enter")


async def think(
    pilot: Pilot[None], walk: Walk, cause: str, chance: str, *, prevent: str, minutes: str
) -> None:
    """Fill in the card of a cause: mine, with a prevention that is likely to work."""
    assert walk.question.key == f"thinking.{cause}"
    await write(pilot, chance)
    await press(pilot, "enter", "enter")
    for text in (f"how {cause} shows", prevent, minutes):
        await write(pilot, text)
        await press(pilot, "enter")
    await write(pilot, "likely")
    await press(pilot, "enter")


async def test_a_whole_premortem_is_walked_one_question_after_the_other(desk: Coach) -> None:
    walk = desk.begin("premortem", title="scaled rewards", playbook="policy-gradient")
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        await say(pilot, walk, "plan.question", "Does scaling the reward make every seed learn?")
        await say(pilot, walk, "frame.run-length", "10h")
        await say(pilot, walk, "frame.run-price", "5")
        await say(pilot, walk, "plan.both-outcomes", "Learns: three more seeds. Not: look at the targets.")
        await say(pilot, walk, "plan.logs", "runs/scaled")
        await say(pilot, walk, "predictions.success", "final(rollout/ep_rew_mean) >= 800: 60%", "")
        assert walk.question.key == "doubt.round-1"
        await press(pilot, "3", "enter")
        await write(pilot, "40%")
        await press(pilot, "enter")
        await say(pilot, walk, "causes.own-1", "wrong branch", "disk full", "typo in the config", "")
        for line in ("wrong-branch", "disk-full", "typo-in-the-config"):
            assert walk.question.key == f"causes.match.{line}"
            await press(pilot, "2", "enter")
        assert walk.question.key == "catalogue.picks-1"
        await press(pilot, "enter")
        await think(pilot, walk, "wrong-branch", "10%", prevent="print the commit", minutes="2")
        await think(pilot, walk, "disk-full", "5%", prevent="look at the quota", minutes="3")
        await think(pilot, walk, "typo-in-the-config", "10%", prevent="one short run", minutes="5")
        while walk.question.key.startswith("decisions."):
            await press(pilot, "1", "enter", "enter")
        assert walk.question.key == "doubt.round-2"
        await press(pilot, "5", "enter", "enter")
        await say(pilot, walk, "watching.own", "max(train/approx_kl) < 0.1: 90%", "")
        await say(pilot, walk, "watching.look-times", "After an hour, then at the end.")
        assert walk.question.key == "watching.estimate"
        await press(pilot, "enter", "enter", "enter")
        assert walk.question.key == "launch.seal"
        await press(pilot, "enter")
        assert walk.question.key == "launch.decide"
        await press(pilot, "1", "enter", "enter")
    session = desk.walk(walk.session_id).session
    assert session.last(LaunchDecided) == LaunchDecided(go=True)
    assert session.last(Sealed) is not None
    assert session.last(Estimated) == Estimated(hours=10)
    assert [view.made.text for view in predictions(session)] == [
        "final(rollout/ep_rew_mean) >= 800",
        "max(train/approx_kl) < 0.1",
    ]
    assert [body.level for body in doubts(session)] == ["somewhat", "very surprised"]
    assert {view.id: view.decision.decision for view in causes(session) if view.decision} == {
        "wrong-branch": "done",
        "disk-full": "done",
        "typo-in-the-config": "done",
    }
