"""What `coach run` costs a command: before it starts, while it prints, and how long its code is taken down beside it.

Each is measured against the same command alone, in turn, and printed as a ratio.
"""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.archive.places import CODE, LINK, read_json, run_folders

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = Path(__file__).stem
ROUNDS = 9
PRINTED = 200_000_000
THROUGH_ROUNDS = 5
START_S = 0.1
"""Promised: so much later does a command start."""
THROUGH = 1.05
"""Promised: so much longer does it take to print 200 MB."""
CODE_S = 1.0
"""Promised: so long is the code of 10,000 files taken down, in the background."""
USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Byte code is kept, as it is for everybody who installed the program."""
CLOCK = "import time; print(time.clock_gettime(time.CLOCK_REALTIME))"
PRINTING = (
    "import sys\n"
    "line = 'step %d loss 0.1234 reward 17.25 entropy 0.512 kl 0.0123 lr 3e-4 steps/s 51234 eta 00:12:33\\n'\n"
    f"for step in range({PRINTED} // 90):\n"
    "    sys.stdout.write(line % step)\n"
)


def coach(home: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    """Give the words and variables of a launch."""
    return [sys.executable, "-m", "coach", "run", "--", *words], {**USUAL, "COACH_HOME": str(home)}


def started_after(words: Sequence[str], variables: dict[str, str]) -> float:
    """Give the seconds from asking for a command to its first line."""
    asked = time.clock_gettime(time.CLOCK_REALTIME)
    said = subprocess.run(words, env=variables, capture_output=True, check=True).stdout
    return float(said) - asked


def seconds(words: Sequence[str], variables: dict[str, str], cwd: Path) -> float:
    """Give how long a command takes whose output goes through a pipe to somebody who reads it."""
    begun = time.perf_counter()
    with subprocess.Popen(words, env=variables, cwd=cwd, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while process.stdout.read(1 << 20):
            pass
    return time.perf_counter() - begun


def settled(home: Path) -> None:
    """Wait until the newest run is kept whole, so that it does not disturb the next."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        folders = run_folders(home)
        if folders and read_json(folders[0] / LINK).get("told") == "end":
            return
        time.sleep(0.05)


def start(home: Path) -> float:
    """Print how much later a command starts, beside how long Python itself takes to start; give the seconds."""
    plain = [sys.executable, "-S", "-c", CLOCK]
    words, variables = coach(home, *plain)
    started_after(words, variables)
    settled(home)
    pairs = []
    for _ in range(ROUNDS):
        pairs.append((started_after(plain, USUAL), started_after(words, variables)))
        settled(home)
    alone, launched = (statistics.median(each) for each in zip(*pairs, strict=True))
    later = statistics.median(one - other for other, one in pairs)
    print(
        f"{NAME}: Python alone says something after {1000 * alone:.0f} ms, launched after {1000 * launched:.0f} ms, "
        f"{launched / alone:.2f}x, {1000 * later:.0f} ms later (promised {1000 * START_S:.0f} ms)"
    )
    return later


def passing_through(home: Path, folder: Path) -> float:
    """Print how much longer 200 MB take, beside what the system takes for one pipe more; give the ratio."""
    plain = [sys.executable, "-c", PRINTING]
    words, variables = coach(home, *plain)
    rounds = []
    for _ in range(THROUGH_ROUNDS):
        alone = seconds(plain, USUAL, folder)
        one_pipe_more = seconds(["sh", "-c", '"$@" | cat', "sh", *plain], USUAL, folder)
        rounds.append((alone, one_pipe_more, seconds(words, variables, folder)))
        settled(home)
    alone, one_pipe_more, launched = (statistics.median(each) for each in zip(*rounds, strict=True))
    ratio = statistics.median(last / first for first, _, last in rounds)
    floor = statistics.median(between / first for first, between, _ in rounds)
    print(
        f"{NAME}: 200 MB through a pipe alone {alone:.2f} s, with cat between {one_pipe_more:.2f} s ({floor:.3f}x), "
        f"launched {launched:.2f} s, {ratio:.3f}x (promised {THROUGH}x)"
    )
    return ratio


def on_a_terminal(words: Sequence[str], variables: dict[str, str]) -> float:
    """Give how long a command takes whose output goes to a terminal that shows nothing: it is read at once."""
    begun = time.perf_counter()
    pid, master = pty.fork()
    if pid == 0:
        os.execve(words[0], list(words), variables)  # noqa: S606 - as a shell would
    with suppress(OSError):  # a terminal says so when its last writer has gone
        while os.read(master, 1 << 16):
            pass
    taken = time.perf_counter() - begun
    os.waitpid(pid, 0)
    os.close(master)
    return taken


def through_a_terminal(home: Path) -> None:
    """Print how much longer 20 MB on a terminal take, beside `script`, which puts one terminal more between too."""
    plain = [sys.executable, "-c", PRINTING.replace(str(PRINTED), str(PRINTED // 10))]
    words, variables = coach(home, *plain)
    between = shutil.which("script")
    noted = [between, "-qefc", shlex.join(plain), os.devnull] if between else plain
    rounds = []
    for _ in range(THROUGH_ROUNDS):
        rounds.append(
            tuple(on_a_terminal(*each) for each in ((plain, USUAL), (noted, USUAL), (words, variables)))
        )
        settled(home)
    ratio = statistics.median(last / first for first, _, last in rounds)
    floor = statistics.median(middle / first for first, middle, _ in rounds)
    beside = f"{floor:.2f}x by script(1)" if between else "script(1) is not installed"
    print(f"{NAME}: 20 MB to a terminal that only reads: launched {ratio:.2f}x, {beside} (nothing promised)")


def taking_down(home: Path, folder: Path, files: int) -> float:
    """Print how long the code of many files is taken down beside a run; give the seconds."""
    for number in range(files):
        place = folder / f"package_{number % 100}"
        place.mkdir(exist_ok=True)
        (place / f"module_{number}.py").write_text(f"value = {number}\n" * 20)
    git = ["git", "-c", "user.name=b", "-c", "user.email=b@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    for number in range(0, 1000, 100):
        (folder / "package_0" / f"module_{number}.py").write_text("value = -1\n")
    status = []
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([*git, "status", "--porcelain"], cwd=folder, check=True, capture_output=True)
        status.append(time.perf_counter() - begun)
        launch, variables = coach(home, "true")
        subprocess.run(launch, cwd=folder, env=variables, check=True)
        settled(home)
        taken.append(float(read_json(run_folders(home)[0] / CODE)["seconds"]))
    alone, kept = statistics.median(status), statistics.median(taken)
    print(
        f"{NAME}: {files:,} files: git status {alone:.2f} s, code taken down in {kept:.2f} s, "
        f"{kept / alone:.1f}x, in the background (promised {CODE_S:.0f} s)"
    )
    return kept


def main() -> int:
    """Print all three; 1 when a promise is broken."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        home, folder, large = (Path(scratch, name) for name in ("journal", "folder", "large"))
        for each in (home, folder, large):
            each.mkdir()
        broken = start(home) > START_S
        broken |= passing_through(home, folder) > THROUGH
        through_a_terminal(home)
        broken |= taking_down(home, large, 10_000) > CODE_S
    print(f"{NAME}: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
