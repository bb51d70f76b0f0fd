"""The configuration files that lie beside a run: Hydra, Lightning, RLlib and Tune, argparse dumps, Sacred, DVCLive."""

from __future__ import annotations

import json
from collections import defaultdict
from reprlib import Repr
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

NAMES = (
    "config.yaml",
    "overrides.yaml",
    "hparams.yaml",
    "params.yaml",
    "args.yaml",
    "config.json",
    "params.json",
    "args.json",
    "hparams.json",
    "hyperparameters.json",
    "configuration.yaml",  # Unity ML-Agents
    "opt.yaml",  # YOLO, as is the next
    "hyp.yaml",
)
PREFIX = "config/"
_HYDRA = ".hydra"
_LONGEST = 1 << 20
_MOST = 1000
_DEEPEST = 8
_LONGEST_VALUE = 200

_short = Repr()
_short.maxlist = _short.maxtuple = _short.maxdict = 20
_short.maxstring = _short.maxother = _LONGEST_VALUE


class Configuration(NamedTuple):
    """Settings by name, as text, names beginning with `config/`; and what could not be read."""

    settings: Mapping[str, str]
    notes: tuple[Note, ...]


def nearest(folders: Mapping[Path, Sequence[Path]], start: Path, root: Path) -> tuple[Path, ...]:
    """Give the configuration files of the nearest folder that has any, from a run's own folder up to the root.

    Args:
        folders: the files by the folder they speak for, as `by_folder` gives them.
        start: the run's folder.
        root: the folder that was asked for.
    """
    for folder in (start, *start.parents):
        if folder in folders:
            return tuple(folders[folder])
        if folder == root:
            break
    return ()


def by_folder(files: Iterable[Path]) -> dict[Path, list[Path]]:
    """Give configuration files by the folder they speak for; Hydra's lie one folder further down."""
    found: defaultdict[Path, list[Path]] = defaultdict(list)
    for file in files:
        folder = file.parent
        found[folder.parent if folder.name == _HYDRA else folder].append(file)
    return dict(found)


def read_configuration(files: Sequence[Path]) -> Configuration:
    """Give what the files set; one that cannot be read becomes a note."""
    settings: dict[str, str] = {}
    notes: list[Note] = []
    for path in files:
        try:
            with path.open("rb") as file:
                text = file.read(
                    _LONGEST
                )  # what is cut off here is no configuration, and no longer valid either
            parsed = json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=_Loader)  # noqa: S506
        except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
            said = str(error).split("\n", 1)[0][:_LONGEST_VALUE]
            notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"the configuration cannot be read: {said}"))
            continue
        settings |= flat_settings(parsed, name=path.stem)
    return Configuration(settings, tuple(notes))


def settings_in_text(text: str) -> dict[str, str]:
    """Give what a text in YAML sets; nothing where it is no table of names."""
    try:
        parsed = yaml.load(text[:_LONGEST], Loader=_Loader)  # noqa: S506 - it makes no objects
    except (ValueError, yaml.YAMLError, RecursionError):
        return {}
    return flat_settings(parsed) if isinstance(parsed, dict) else {}


def flat_settings(parsed: Any, *, name: str = "") -> dict[str, str]:
    """Give parsed settings as one line of text each, nested names joined by `/`.

    Args:
        parsed: what a JSON or YAML file holds.
        name: for what is no table of names, such as Hydra's list of overrides.
    """
    if not isinstance(parsed, dict):
        return {} if parsed is None else {f"{PREFIX}{name}": _text(parsed)}
    found: dict[str, str] = {}
    pending = [(str(key), value, 1) for key, value in reversed(parsed.items())]
    while pending and len(found) < _MOST:
        key, value, depth = pending.pop()
        if isinstance(value, dict) and value and depth < _DEEPEST:
            pending += [(f"{key}/{inner}", each, depth + 1) for inner, each in reversed(value.items())]
        else:
            found[f"{PREFIX}{key}"] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return " ".join(value)[:_LONGEST_VALUE]
    # Aliases in YAML can make a small file print without end; the short form stops.
    return (value if isinstance(value, str) else _short.repr(value))[:_LONGEST_VALUE]


class _Loader(yaml.SafeLoader):
    """Reads plain values; an object of a program is kept as the text of its tag and never made."""


def _as_text(loader: _Loader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value or tag


_Loader.add_multi_constructor("", _as_text)
