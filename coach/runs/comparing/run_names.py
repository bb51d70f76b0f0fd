"""What of a run's name only tells launches of one configuration apart: seeds, dates, counters, random ids."""

from __future__ import annotations

import re

STAR = "*"

_TIME = r"(?:[01]\d|2[0-3])[-_:.h]?[0-5]\d(?:[-_:.m]?[0-5]\d)?(?:\.\d+)?s?"
_DAY = r"(?:19|20)\d\d(?P<dash>[-_.]?)(?:0[1-9]|1[0-2])(?P=dash)(?:0[1-9]|[12]\d|3[01])"
_DAY_FIRST = r"(?:0[1-9]|[12]\d|3[01])(?P<mark>[-_.])(?:0[1-9]|1[0-2])(?P=mark)(?:19|20)\d\d"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[0-3]\d"
# A number beside a date counts the launches of that day.
_LAUNCHED = re.compile(
    rf"""
    (?<![^\W_])(?:
        {_DAY} (?:[-_T ]+{_TIME})?Z?                             # 20240131_142233, 2024-01-31T14:22
      | {_DAY_FIRST}(?:[-_T ]+{_TIME})?                          # 31-01-2024_14-22-33
      | {_MONTH}[-_]\d\d-\d\d-\d\d(?:_[^/]+)?                    # SummaryWriter: Jan31_14-22-33_host
      | (?:\d{{1,5}}__)? 1[3-9]\d{{8}}(?:\d{{3}}|\.\d+)?         # unix time; CleanRL: env__exp__1__1650000000
    )(?:[-_.]\d{{1,2}})? (?![^\W_])
    """,
    re.VERBOSE,
)
_RANDOM = re.compile(
    r"""
    (?<![^\W_])(?:
        [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}              # UUID
      | [0-9a-f]{5,8}_\d{5}(?:_\d+)?                             # Ray Tune: a3f2c_00004
      | (?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}          # a hash
    )(?![^\W_])
    """,
    re.VERBOSE,
)
_SEED = re.compile(
    r"""
    (?<![a-z])(?i:seed|rng|rep|replicate|repeat|trial|attempt|log)[_=\-. ]*\d+   # seed_3, seed=3, log_0
    | (?<![^\W_])\d+seed(?![^\W_])                                # 3seed
    | (?<=[_\-])s\d+(?=[/_.\-]|$)                                 # Spinning Up: exp_s10
    | (?:(?<=[A-Z]_)|(?<=[A-Z]\d_))\d{1,3}(?=/|$)                 # Stable-Baselines3: PPO_1, TD3_2
    | (?<=/)\d{1,3}(?=/|$)                                        # a folder that is a number
    """,
    re.VERBOSE,
)
_STARS = re.compile(r"\*(?:[-_.]*\*)+")
_NUMBERS = re.compile(r"(?<![A-Za-z\d.])[A-UW-Za-uw-z]?\d+(?![A-Za-z\d.])|(?<=[A-Za-z]{2})\d+(?=$|/)")

_INSIDE = re.compile(r"(?<=_)\d{1,2}(?=[_/]|$)")
_LAST = re.compile(
    r"(?P<word>[^/_\-.=\s]*?)(?P<glue>[-_. #]*)(?<!\d\.)(?P<number>\d{1,5})(?=(?:[-_.]?\*)?(?:$|/|\.\w{1,8}$))"
)
_SEARCH = re.compile(r"search|sweep|grid|h_?param|tun(?:e|ing)|ablat", re.IGNORECASE)
_FEWEST_INSIDE = 3
_FEWEST_LAST = 2
_FEWEST_APART = 3
# Words whose number is a setting. A single letter before a number is a setting as well: `b_16`, `h_2`.
_SETTINGS = frozenset(
    re.findall(
        r"\w+",
        """
        lr rate layer layers unit units hidden width depth dim dims size batch bs gamma lambda alpha beta tau
        eps epsilon ent entropy clip coef wd decay dropout momentum heads head blocks filters channels kernel
        stride steps step nstep horizon epochs epoch iters iter iteration frames frame stack skip buffer
        capacity replay env envs v version ver agent agents player players task tasks stage phase level fold cv
        part split worker workers rank gpu gpus node checkpoint ckpt length len seq context bits temp
        temperature scale factor noise sigma std hw q num number max min top game world map scene class classes
        model resnet vgg gpt bert net obs act reward weight
        """,
    )
)


def configuration(name: str) -> str:
    """Give the run's name with everything that only tells seeds and launches apart replaced by a star."""
    for pattern in (_LAUNCHED, _RANDOM, _SEED):
        name = pattern.sub(STAR, name)
    return _STARS.sub(STAR, name)


def without_numbers(name: str) -> str:
    """Give the name with every number that stands for itself replaced too, where the settings tell the rest."""
    return _STARS.sub(STAR, _NUMBERS.sub(STAR, configuration(name)))


def counter_inside(name: str) -> tuple[str, int] | None:
    """Give the name without its last number of one or two digits between underscores, and the number."""
    numbers = list(_INSIDE.finditer(name))
    return _without(name, *numbers[-1].span()) if numbers else None


def counter_at_the_end(name: str) -> tuple[str, int] | None:
    """Give the name without the number it ends in, and the number; None where the number is a setting's.

    The launches of a search differ in their settings, so their numbers say nothing.
    """
    found = list(_LAST.finditer(name))
    if not found or _SEARCH.search(name):
        return None
    word = found[-1]["word"].lower()
    if not found[-1]["glue"] and not word:
        return None
    is_setting = word in _SETTINGS or len(word) == 1 or "=" in name[found[-1].start() - 1 : found[-1].end()]
    return None if is_setting else _without(name, *found[-1].span("number"))


def _without(name: str, start: int, end: int) -> tuple[str, int]:
    return f"{name[:start]}{STAR}{name[end:]}", int(name[start:end])


def count_seeds_inside(numbers: list[int]) -> bool:
    """Give whether numbers inside of names count from 0 or 1 up, which launches do and settings do not.

    `dqn_0_Lander`, `dqn_1_Lander`, `dqn_2_Lander` are most likely seeds; `b_16`, `b_32`, `b_64` are settings.
    """
    return len(numbers) >= _FEWEST_INSIDE and _count_up(numbers)


def count_seeds_at_the_end(numbers: list[int]) -> bool:
    """Give whether numbers at the end of names are most likely seeds: they count up, or no setting has them.

    Settings double or are round: 16, 32, 64 and 10, 50, 100.
    """
    is_apart = len(numbers) >= _FEWEST_APART and not any(map(_is_round, numbers))
    return len(numbers) >= _FEWEST_LAST and (_count_up(numbers) or is_apart)


def _count_up(numbers: list[int]) -> bool:
    ordered = sorted(numbers)
    return ordered in (list(range(len(ordered))), list(range(1, len(ordered) + 1)))


def _is_round(number: int) -> bool:
    is_power_of_two = number >= 8 and number & (number - 1) == 0  # noqa: PLR2004 - 2 and 4 are seeds as well
    return is_power_of_two or (number > 0 and number % 10 == 0)
