"""A review as JSON values."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from coach.session.review.sentence import called_out, headline

if TYPE_CHECKING:
    from coach.session.review.review import Review

SCHEMA = "coach.review/1"


def review_data(found: Review) -> dict[str, Any]:
    """Give every number of a review by its name; what is endless is null."""
    data: dict[str, Any] = _plain(found)
    return {"headline": headline(found), "called_out": list(called_out(found)), **data}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
