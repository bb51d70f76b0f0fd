"""What `coach triage --json` prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.terminal_safe import storable
from coach.cli.triage_reasons import ASKED, SHOWN, answers, asks, because, name_of, recommended
from coach.session.suggested import check_id, wall_hours
from coach.session.triage.advice import repair_price

if TYPE_CHECKING:
    from coach.cli.symptom_look import Look
    from coach.desk.given import Given
    from coach.desk.triage import Triage
    from coach.session.failure_mode import Price
    from coach.session.triage.causes import Cause


def as_data(found: Triage, look: Look | None, given: Given) -> dict[str, object]:
    """Give the answer as values of JSON, with what was told, so that an investigation can go on from it."""
    return {
        "told": _told_data(given),
        "read": [
            {"id": each.symptom, "is_there": each.is_there, "words": storable(each.quote)}
            for each in found.in_words
        ],
        "packs": [
            {"id": each.pack.catalogue.id, "share": each.pack.share, "because": each.because}
            for each in found.packs
        ],
        "causes": [_cause_data(each, found) for each in found.causes.causes[:SHOWN]],
        "something_else": found.causes.something_else,
        "recommend": recommended(found),
        "ask": [
            {
                "kind": each.kind,
                "id": name_of(each),
                "question": asks(each),
                "options": list(answers(each)),
                "worth_h": each.worth_h,
            }
            for each in found.ask[:ASKED]
        ],
        "runs": _runs_data(look),
    }


def _told_data(given: Given) -> dict[str, object]:
    data: dict[str, object] = {name: list(map(storable, value)) for name, value in given._asdict().items()}
    return {**data, "text": storable(given.text), "logs": list(map(_absolute, given.logs))}


def _absolute(path: str) -> str:
    return storable(str(Path(path).expanduser().absolute()))


def _cause_data(cause: Cause, found: Triage) -> dict[str, object]:
    mode = cause.mode
    repair = mode.repair
    return {
        "id": mode.id,
        "pack": cause.pack,
        "name": mode.name,
        "share": cause.share,
        "because": [
            {"kind": reason.kind, "says": because(reason, found), "bits": reason.bits}
            for reason in cause.because
        ],
        "check": {
            "id": check_id(mode.id),
            "says": mode.check.says,
            "how": list(mode.check.steps),
            "code": mode.check.code,
            "cost": _cost_data(mode.check.price, found.run_h),
        },
        "repair": {
            "says": repair.text,
            "how": list(repair.steps),
            "code": repair.code,
            "cost": _cost_data(repair_price(repair), found.run_h),
        },
        "sources": [mode.source] if mode.source else [],
        "cases": [{"says": each.says, "cause": each.cause, "link": each.link} for each in mode.cases],
    }


def _cost_data(price: Price, run_h: float) -> dict[str, float]:
    return {
        "wall_h": wall_hours(price, run_h),
        "human_h": price.human_h,
        "dollars": price.dollars,
    }


def _runs_data(look: Look | None) -> object:
    if look is None:
        return []
    from coach.cli.symptom_data import as_data as symptoms_data  # noqa: PLC0415 - only where there are logs

    return symptoms_data(look)["runs"]
