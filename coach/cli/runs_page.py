"""One archived run, for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.archive.kept_sources import NO_SOURCE
from coach.archive.output_file import kept_output
from coach.archive.places import START
from coach.cli.amounts import counted, size
from coach.cli.console import Console
from coach.cli.runs import when
from coach.cli.terminal_safe import harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.archive.record import ArchivedRun

_MOST = 10


def run_data(run: ArchivedRun) -> dict[str, object]:
    """Give all that is known of a run."""
    return {
        "run": run.id,
        "folder": str(run.folder),
        "state": run.state,
        "start": run.start,
        "code": run.code,
        "environment": run.environment,
        "end": run.end,
        "link": run.link,
        "bytes": run.bytes_kept(),
    }


def output_of(run: ArchivedRun) -> str:
    """Give what was kept of a run's output, harmless to print."""
    return harmless(b"".join(kept_output(run.folder)).decode("utf-8", "replace"))


def print_run(run: ArchivedRun) -> None:
    """Print a run on a page."""
    console = Console()
    console.say("  ".join((run.id, *when(run), run.says_how_it_ended())))
    for name, text in _facts(run):
        console.say(f"{name}: {one_line(text)}", indent="  ", hanging="    ")
    console.say(f"{size(run.bytes_kept())} are kept in {run.folder}", indent="  ", hanging="    ")


def _facts(run: ArchivedRun) -> Iterator[tuple[str, str]]:
    if not run.start:
        yield "note", f"{START} is missing or damaged"
        return
    yield from _asked(run)
    for about in run.code:
        yield from _code(about)
    if run.code_problem:
        yield "code", run.code_problem
    yield from _named_files(run)
    yield from _surroundings(run.environment)
    if run.end:
        yield from _end(run)
    taken_out = _taken_out(run)
    if taken_out:
        yield "redacted", f"{counted(taken_out, 'place')} that looked like secrets not kept"
    if run.link.get("logs"):
        yield "logs", f"{run.link['logs']}, known by {run.link['found_by']}"


def _asked(run: ArchivedRun) -> Iterator[tuple[str, str]]:
    start = run.start
    yield "command", run.command
    yield "folder", start["folder"]
    if start.get("seeds"):
        yield "seeds", ", ".join(f"{name} {value}" for name, value in start["seeds"].items())
    if run.session:
        yield "session", run.session
        yield "seal", f"sha256 {start['seal']}" if start.get("seal") else "none stood when it started"


def _named_files(run: ArchivedRun) -> Iterator[tuple[str, str]]:
    for named in run.start.get("named", ()):
        if named.get("problem"):
            yield "named file", f"{named['path']} was not kept: {named['problem']}"
        else:
            yield "named file", f"{named['path']}, sha256 {named['sha256'][:12]}"


def _end(run: ArchivedRun) -> Iterator[tuple[str, str]]:
    if run.end.get("peak_memory_bytes"):
        yield "peak memory", f"{size(run.end['peak_memory_bytes'])}, its largest process"
    output = run.end["output"]
    left_out = f", {size(output['left_out'])} of them not kept" if output["left_out"] else ""
    yield "output", f"{size(output['bytes'])}{left_out}; coach runs show {run.id} --output"


def _taken_out(run: ArchivedRun) -> int:
    in_files = sum(each.get("redacted", 0) for each in run.start.get("named", ()))
    in_code = sum(each["redacted"] for about in run.code for each in about["files"])
    in_output = run.end.get("output", {}).get("redacted", 0)
    return int(
        run.start.get("redacted", 0) + run.environment.get("redacted", 0) + in_files + in_code + in_output
    )


def _code(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = about["within"] or about["top"]
    if about["commit"]:
        branch = f" on {about['branch']}" if about["branch"] else ""
        yield "code", f"{name} at {about['commit'][:12]}{branch}, {_differs(about)}"
    else:
        yield "code", f"{name}, no commit, {counted(len(about['files']), 'source file')} kept"
    if about.get("problem"):
        yield "note", about["problem"]
    changed = about.get("changed_since_start", ())
    if changed:
        count = about["changed_since_start_count"]
        yield "note", f"{counted(count, 'file')} changed while the run started: {', '.join(changed[:_MOST])}"
    elif about["commit"]:
        yield "note", "no file of it changed between the start and the snapshot"
    secret = [each["path"] for each in about["left_out"] if each["why"] != NO_SOURCE]
    if secret:
        yield "not kept", ", ".join(secret[:_MOST])


def _differs(about: Mapping[str, Any]) -> str:
    count = len(about["files"]) + len(about.get("deleted", ()))
    differ = "differs" if count == 1 else "differ"
    return f"{counted(count, 'file')} {differ} from it" if count else "nothing differs from it"


def _surroundings(environment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    python = environment.get("python") or {}
    if python:
        version = python.get("version") or "version not told"
        yield "Python", f"{version}, {len(python['packages'])} packages, {python['path']}"
    machine = environment.get("machine") or {}
    if machine:
        yield "machine", f"{machine['host']}, {machine['system']}, {machine['cores']} cores"
    for card in environment.get("graphics", ()):
        yield "graphics", card
