"""The settings that tell configurations apart, without what differs between two launches of one configuration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.comparing.run_names import configuration
from coach.runs.finding.configuration import PREFIX

if TYPE_CHECKING:
    from coach.runs.run import Run

_SPLIT = re.compile(r"(?<=[a-z\d])(?=[A-Z])|[^A-Za-z\d]+")
# A setting with one of these words anywhere in its name is about one launch.
_OF_A_LAUNCH = frozenset(
    re.findall(
        r"\w+",
        """
        seed seeds rng hydra hostname username pid timestamp datetime gpu gpus cuda device devices callbacks overrides
        argv cwd command cmd sweep
        """,
    )
)
# A setting whose name is one of these, or ends in one after a word of `_LAUNCHES`.
_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        name id key uuid hash dir folder path time date number num idx index group tag tags suffix
        """,
    )
)
_LAUNCHES = frozenset(
    re.findall(
        r"\w+",
        """
        run runs exp experiment experiments job trial wandb mlflow neptune comet clearml project user host
        process log logs logger logging logdir tensorboard tb save saving start started end launch created
        creation output out result results monitor video
        """,
    )
)
_ALONE = frozenset(
    re.findall(
        r"\w+",
        """
        dir path host user group notes tags port date time url ip cwd run experiment exp expname logdir
        outdir savedir workdir output out project entity node nodes localrank noderank comment description
        """,
    )
)
_PLACES = frozenset(
    re.findall(
        r"\w+",
        """
        dir directory folder path root file filename logdir outdir savedir
        """,
    )
)
# What is read in makes another run of it; a place that is written to does not.
_READ_IN = frozenset(
    re.findall(
        r"\w+",
        """
        data dataset datasets train val test eval model models pretrained checkpoint load resume init weights
        tokenizer demo demos expert
        """,
    )
)
_ADDRESS = re.compile(r"(?: at)? 0x[0-9a-fA-F]+|0x[0-9a-fA-F]{6,}|(?<=id=)\d{9,}")
_FILE_OBJECT = re.compile(r"<_io\.\w+ [^>]*>|<[^<>]*name='[^']*'[^<>]*>")
_PLACE = re.compile(r"(?:~|\.{0,2})/|[A-Za-z]:[\\/]|\w+://")
_MOMENT = re.compile(
    r"(?:19|20)\d\d[-_./]?\d\d[-_./]?\d\d[-_T ]+\d\d[-_:.]?\d\d(?:[-_:.]?\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
)
_SEED_WORDS = frozenset({"seed", "seeds", "rng"})


def telling_settings(run: Run) -> dict[str, str]:
    """Give the settings that tell configurations apart: without seeds, names, places, times, devices, addresses."""
    found: dict[str, str] = {}
    for name, value in _stated(run).items():
        key, told = _without_addresses(name), _without_addresses(value)
        if not _is_of_a_launch(key, told):
            found[key] = _plain(told)
    return found


def stated_seeds(run: Run) -> tuple[str, ...]:
    """Give the seeds the configuration states; empty where it states none."""
    return tuple(
        value
        for name, value in sorted(_stated(run).items())
        if _SEED_WORDS.intersection(_words(name)) and value.strip().lower() not in {"", "none", "null"}
    )


def _stated(run: Run) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): value for name, value in run.metadata.items() if name.startswith(PREFIX)
    }


def _words(name: str) -> list[str]:
    return [word.lower() for word in _SPLIT.split(name) if word]


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("", _FILE_OBJECT.sub("<file>", text))


def _is_of_a_launch(key: str, value: str) -> bool:
    """Give whether a setting is about one launch only; `env_id`, `time_limit` and a data set's place are not."""
    *parents, last = key.split("/")
    words, above = _words(last), _words("/".join(parents))
    if not words or _MOMENT.fullmatch(value.strip()):
        return bool(words)
    is_read_in = bool(_READ_IN.intersection(words)) and not _LAUNCHES.intersection(words)
    return (
        bool(_OF_A_LAUNCH.intersection((*above, *words)))
        or "".join(words) in _ALONE
        or (not above and last in {"name", "id"})
        or (words[-1] in _NAMES and bool(_LAUNCHES.intersection((*above, *words[:-1]))))
        or (bool(_PLACES.intersection(words)) and not is_read_in)
        or (bool(_PLACE.match(value)) and not is_read_in)
    )


def _plain(value: str) -> str:
    """Give a value as it is for every launch: of a place its last part, of a number its value, without dates."""
    try:
        return repr(float(value))
    except ValueError:
        place = value.rstrip("/\\")
        return configuration(re.split(r"[\\/]", place)[-1] if _PLACE.match(place) else place)
