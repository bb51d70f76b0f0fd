"""A drill as data: what stands, what can be done next and how to say it, and the score once it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.session.drill.plan import name_of
from coach.session.drill.scoring import score
from coach.session.drill.words import MOVES

if TYPE_CHECKING:
    from coach.desk.drilling import OpenDrill
    from coach.session.drill.case import Case, Look
    from coach.session.drill.fold import Drill
    from coach.session.drill.scoring import Score

SCHEMA = "coach.drill-step/1"


def step_data(opened: OpenDrill) -> dict[str, Any]:
    """Give a drill as it stands; nothing of what it was before it is over."""
    drill, case = opened.drill, opened.drill.case
    data: dict[str, Any] = {
        "drill": opened.id,
        "case": case.id,
        "title": case.title,
        "kind": case.kind,
        "level": case.level,
        "report": case.report,
        "run_price": {"hours": case.run_hours, "dollars": case.run_dollars},
        "logs": str(opened.logs.resolve()) if opened.logs.is_dir() else None,
        "causes": [{"id": each.id, "name": each.name} for each in case.causes],
        "looks": [_look(drill, each) for each in case.looks],
        "repairs": [
            {
                "id": each.id,
                "name": each.name,
                "hours": each.hours,
                "dollars": each.dollars,
                "tried": each.id in drill.tried,
            }
            for each in case.repairs
        ],
        "start_over": {"hours": case.start_over[0], "dollars": case.start_over[1]},
        "odds": drill.odds or None,
        "spent": {"hours": drill.hours, "dollars": drill.dollars},
        "is_over": drill.is_over,
        "moves": [] if drill.is_over else list(MOVES),
        "how": None if drill.is_over else f"coach drill {case.id} --json --do MOVE",
    }
    if drill.is_over:
        data["score"] = score_data(case, score(drill))
    return data


def score_data(case: Case, found: Score) -> dict[str, Any]:
    """Give a score as data; hours are weighted hours where money was paid."""
    return {
        "true_cause": case.true_cause,
        "named": found.named,
        "hours": found.hours,
        "dollars": found.dollars,
        "hours_wasted": found.wasted,
        "idle_hours": found.idle_hours,
        "best_hours_here": found.best_hours,
        "best_hours_expected": found.best_expected,
        "best_plan_here": [name_of(each) for each in found.best],
        "steps": [
            {
                "action": name_of(each.action),
                "hours": each.hours,
                "wasted": each.wasted,
                "best": each.best,
                "told_bits": each.told_bits,
                "could_tell_bits": each.could_tell_bits,
                "could_matter": each.could_matter,
            }
            for each in found.choices
        ],
        "odds": [each._asdict() for each in found.odds],
        "planned_without": list(found.cut),
        "story": case.story,
        "next_time": case.next_time,
        "source": case.source,
        "measured": case.measured,
    }


def _look(drill: Drill, look: Look) -> dict[str, Any]:
    bought = look.id in drill.bought
    shown = {"outcome": look.recorded, "shows": look.shows} if bought else {}
    return {
        "id": look.id,
        "name": look.name,
        "hours": look.hours,
        "dollars": look.dollars,
        "outcomes": dict(look.outcomes),
        "bought": bought,
        **shown,
    }
