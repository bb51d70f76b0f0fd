from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        words,
        cwd=home,
        env={**environment, "COACH_HOME": str(home / "journal")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution of the checkout, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, home=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("debug_coach-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment that has the wheel in it, and the libraries it needs, and no checkout."""
    home = tmp_path_factory.mktemp("elsewhere")
    environment = home / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment, home=home)
    python = environment / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        wheel,
        home=home,
    )
    purelib = run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", home=home)
    Path(purelib.stdout.strip(), "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return home


def test_the_source_distribution_holds_what_the_tests_need(built: Path) -> None:
    with tarfile.open(next(built.glob("debug_coach-*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"playbooks/{path.name}" for path in (ROOT / "playbooks").glob("*.yaml")} <= names
    assert {
        "README.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
        "LICENSE",
        "Makefile",
        "docs/keys.md",
        "tests/test_wheel.py",
    } <= names


def test_the_wheel_holds_the_playbooks_and_the_marker_of_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {f"coach/playbooks/{path.name}" for path in (ROOT / "playbooks").glob("*.yaml")}
    assert shipped
    assert shipped <= set(names)
    assert "coach/py.typed" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_an_installed_coach_is_not_the_checkout(installed: Path) -> None:
    python = installed / "environment" / "bin" / "python"
    where = run(python, "-c", "import coach; print(coach.__file__)", home=installed)
    assert Path(where.stdout.strip()).is_relative_to(installed)


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("playbooks", "list"), ("doctor",), ("demo",)]
)
def test_an_installed_coach_works(installed: Path, words: tuple[str, ...]) -> None:
    assert run(installed / "environment" / "bin" / "coach", *words, home=installed).stdout
