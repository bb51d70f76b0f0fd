"""Claims about how a real curve goes on: its first half is shown, and what came is known. Scored at once."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.errors import AnswerError
from coach.session.learn.lesson import number

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN: Final = 0.5
"""Share of a curve that is shown."""
LAST: Final = 0.1
"""Share of its points whose mean is how it ended."""
FEWEST_POINTS: Final = 20
SHARE: Final = 0.8
"""How often an interval should hold what came."""
_LEAST = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A question about one curve.

    Attributes:
        form: whether it ends above `threshold`, as a probability; or where it ends, as an interval for 80 %.
        steps: float[point] of the half that is shown.
        values: float[point] likewise.
        last_step: where the curve ends.
        came: the mean of its last tenth.
    """

    id: str
    form: Literal["above", "interval"]
    tag: str
    about: str
    steps: tuple[float, ...]
    values: tuple[float, ...]
    last_step: float
    threshold: float
    came: float

    @property
    def is_above(self) -> bool:
        """True where it ended above the threshold."""
        return self.came > self.threshold

    def asks(self) -> str:
        """Give the question in words."""
        end = f"at step {self.last_step:,.0f} (the mean of its last tenth)"
        if self.form == "above":
            return f"How likely is it that {self.tag} ends above {self.threshold:.4g} {end}? In per cent."
        return (
            f"Between which two values does {self.tag} end {end}? So that you are right four times in five."
        )


class ScoredClaim(NamedTuple):
    """An answer held against what came.

    Attributes:
        probability: what was given to what is claimed: the stated one, or 80 % for an interval.
        came_true: whether it was so.
        says: the score in words.
    """

    probability: float
    came_true: bool
    says: str


def claim_of(
    form: Literal["above", "interval"], tag: str, about: str, steps: Sequence[float], values: Sequence[float]
) -> Claim | None:
    """Give a claim about a curve; None where it is too short, not finite, or does not move.

    The threshold is the mean of the shown half's last fifth, up or down by a part of its spread that hangs on the name
    alone, so that the same curve always asks the same.
    """
    if len(values) < FEWEST_POINTS or not all(map(math.isfinite, values)):
        return None
    shown = round(len(values) * SHOWN)
    head, tail = values[:shown], values[-max(1, round(len(values) * LAST)) :]
    level = math.fsum(head[-max(1, shown // 5) :]) / max(1, shown // 5)
    spread = max(head) - min(head)
    if spread <= 0:
        return None
    digest = hashlib.sha256(f"{about} {tag}".encode()).digest()
    return Claim(
        id=digest.hex()[:12] + f"-{form}",
        form=form,
        tag=tag,
        about=about,
        steps=tuple(steps[:shown]),
        values=tuple(head),
        last_step=steps[-1],
        threshold=float(f"{level + spread * (digest[0] / 255 - 0.5) * 0.8:.3g}"),
        came=math.fsum(tail) / len(tail),
    )


def curve_of(claim_id: str) -> str:
    """Give which curve a claim is about: both forms of question of one curve share it."""
    return claim_id.partition("-")[0]


def answered(claim: Claim, said: str) -> ScoredClaim:
    """Score an answer: `70` for a probability in per cent, `10 to 40` for an interval.

    Raises:
        AnswerError: it is no probability or no interval.
    """
    if claim.form == "interval":
        low, high = _interval(said)
        inside = low <= claim.came <= high
        word = "inside" if inside else "outside"
        return ScoredClaim(SHARE, inside, f"It ended at {claim.came:.4g}, {word} your interval.")
    given = number(said)
    if not 0 <= given <= 100:  # noqa: PLR2004 - per cent
        raise AnswerError(f"{said.strip()!r} is no probability in per cent", hint="Type 0 to 100.")
    p = given / 100
    true = claim.is_above
    log = -math.log2(max(_LEAST, p if true else 1 - p))
    brier = (p - true) ** 2
    word = "above" if true else "not above"
    ended = f"It ended at {claim.came:.4g}, {word} {claim.threshold:.4g}."
    return ScoredClaim(
        p,
        true,
        f"{ended} Log score {log:.2f} bits, Brier {brier:.2f} (less is better; saying 50 scores 1 and 0.25).",
    )


def _interval(said: str) -> tuple[float, float]:
    parts = said.replace(" to ", " ").replace(",", " ").split()
    if len(parts) != 2:  # noqa: PLR2004 - two ends
        raise AnswerError("an interval has two ends", hint="Type them such as 10 to 40.")
    low, high = map(number, parts)
    if low > high:
        raise AnswerError("the lower end is above the upper one", hint="Type the lower end first.")
    return low, high
