from __future__ import annotations

import pytest

from coach.errors import AnswerError
from coach.session.drill.events import GaveUp, LookBought, OddsStated, RepairTried, StartedOver
from coach.session.drill.fold import Drill, fold
from coach.session.drill.words import parse
from tests.drill.small_cases import coin

OPEN = fold(coin(), (OddsStated(odds={"left": 0.2, "right": 0.8}),))


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("buy 1", LookBought(look="see")),
        ("buy see", LookBought(look="see")),
        ("odds 30 10", OddsStated(odds={"left": 0.75, "right": 0.25})),
        ("odds right=1, left=3", OddsStated(odds={"left": 0.75, "right": 0.25})),
        ("repair 2", RepairTried(repair="mend-right", diagnosis="right")),
        ("repair 1 for 2", RepairTried(repair="mend-left", diagnosis="right")),
        ("start over", StartedOver(diagnosis="right")),
        ("start over for left", StartedOver(diagnosis="left")),
        ("answer", GaveUp()),
    ],
)
def test_a_line_is_a_move(typed: str, means: object) -> None:
    assert parse(OPEN, typed) == means


@pytest.mark.parametrize(
    "typed", ["buy", "buy 2", "odds 1", "odds nan 1", "odds 0 0", "odds left=1", "repair x", "fly"]
)
def test_what_is_no_move_is_refused_with_what_would_be(typed: str) -> None:
    with pytest.raises(AnswerError) as refused:
        parse(Drill(coin()), typed)
    assert refused.value.hint
