"""Which Python a command runs on, and the versions of its packages, told from files alone: nothing of it is started."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PYTHON = re.compile(r"(?:python|pypy)[\d.]*$")
_LIBRARY = re.compile(r"python(\d+\.\d+)t?$")
_INSTALLED = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+?)(?:-py[\d.]+.*)?\.(?:dist-info|egg-info)$")
_SHEBANG = 256
_PROJECT_ENVIRONMENTS = (".venv", "venv")


def python_of(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> dict[str, Any]:
    """Give the interpreter's path, its version and the packages installed for it; empty where there is none."""
    interpreter = _interpreter(command, folder, variables)
    if interpreter is None:
        return {}
    found: dict[str, Any] = {"path": str(interpreter)}
    packages: dict[str, str] = {}
    for library in _libraries(interpreter):
        version = _LIBRARY.search(library.parent.name)
        found.setdefault("version", version[1] if version else "")
        for name, said in _packages(library):
            packages.setdefault(name, said)
    exact = _setting(interpreter.parent.parent / "pyvenv.cfg", "version") or _setting(
        interpreter.parent.parent / "pyvenv.cfg", "version_info"
    )
    if exact:
        found["version"] = exact
    return {**found, "packages": dict(sorted(packages.items(), key=lambda each: each[0].lower()))}


def _interpreter(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> Path | None:
    """Give the interpreter: the one that is called, the one that a script names, or the one of the surroundings."""
    for word in command[:1]:
        path = which(word, path=variables.get("PATH"))
        if path is None:
            continue
        absolute = folder / path
        if _PYTHON.fullmatch(absolute.name):
            return absolute
        named = _shebang(absolute)
        if named is not None:
            return named
    if Path(command[0]).name in {"uv", "poetry", "pdm", "hatch"}:
        for name in _PROJECT_ENVIRONMENTS:
            if (folder / name / "bin" / "python").exists():
                return folder / name / "bin" / "python"
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if variables.get(name) and Path(variables[name], "bin", "python").exists():
            return Path(variables[name], "bin", "python")
    path = which("python", path=variables.get("PATH")) or which("python3", path=variables.get("PATH"))
    return Path(path) if path else None


def _shebang(path: Path) -> Path | None:
    try:
        with path.open("rb") as file:
            line = file.read(_SHEBANG).split(b"\n", 1)[0]
    except OSError:
        return None
    if not line.startswith(b"#!"):
        return None
    words = line[2:].decode("utf-8", "replace").split()
    if words and _PYTHON.fullmatch(Path(words[0]).name):
        return Path(words[0])
    return None


def _libraries(interpreter: Path) -> Iterator[Path]:
    """Give the folders of packages: those beside the interpreter, then those of the one it was made from."""
    places = [interpreter.parent.parent]
    home = _setting(places[0] / "pyvenv.cfg", "home")
    if home and _setting(places[0] / "pyvenv.cfg", "include-system-site-packages") == "true":
        places.append(Path(home).parent)
    if not home:
        places.append(Path(os.path.realpath(interpreter)).parent.parent)
    seen: set[str] = set()
    version = re.search(r"\d+\.\d+", os.path.basename(os.path.realpath(interpreter)))  # noqa: PTH119 - of a string
    for place in places:
        for pattern in (
            "lib/python3*/site-packages",
            "lib64/python3*/site-packages",
            "lib/python3*/dist-packages",
            "local/lib/python3*/dist-packages",
            "Lib/site-packages",
        ):
            for found in sorted(place.glob(pattern)):
                named = _LIBRARY.search(found.parent.name)
                real = os.path.realpath(found)
                if real not in seen and not (version and named and named[1] != version[0]):
                    seen.add(real)
                    yield found


def _packages(library: Path) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(library) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return
    for name in names:
        installed = _INSTALLED.match(name)
        if installed:
            yield installed["name"].replace("_", "-"), f"{installed['version']}{_origin(library / name)}"
    cuda = _setting(library / "torch" / "version.py", "cuda")
    if cuda and cuda != "None":
        yield "torch (CUDA)", cuda.strip("'\"")


def _origin(place: Path) -> str:
    """Give where a package was installed from, for one that is worked on or that comes from a repository."""
    try:
        said = json.loads((place / "direct_url.json").read_bytes())
        url = str(said.get("url", ""))
        commit = str(said.get("vcs_info", {}).get("commit_id", ""))
    except (OSError, ValueError, AttributeError):
        return ""
    from coach.redaction import redacted  # noqa: PLC0415 - few packages need it

    return f" from {redacted(url)}{f'@{commit}' if commit else ''}"


def _setting(path: Path, name: str) -> str:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = re.search(rf"^{re.escape(name)}(?:\s*:[^=\n]*)?\s*=\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else ""
