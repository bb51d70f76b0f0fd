"""`coach watch`: looks at a run so that nobody has to stare, line by line."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options
from coach.cli.watch_delivery import Channels

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from coach.desk.watching import Watcher
    from coach.session.watching import LogsHold, Tiding

MUST_ACT = 1
"""Exit status when a tripwire fired."""


def _address(_: click.Context, parameter: click.Parameter, given: str) -> str:
    from coach.cli.watch_delivery import is_address  # noqa: PLC0415 - only where one is given

    if given and not is_address(given):
        raise click.BadParameter("an address begins with https:// or http://", param=parameter)
    return given


@click.command(epilog="Example: coach watch --ntfy https://ntfy.sh/my-topic")
@click.argument("session", required=False)
@click.option(
    "--every", type=click.FloatRange(min=1), default=30.0, metavar="S", help="Seconds between looks; 30."
)
@click.option("--once", is_flag=True, help="Look once, say what there is to say, and end.")
@click.option("--look", "is_look", is_flag=True, help="Look yourself now: the values so far. It is counted.")
@click.option("--screen", is_flag=True, help="Draw what is watched; a look as well, and counted.")
@click.option("--detector", "detectors", multiple=True, metavar="ID", help="Tell of what this detector sees.")
@click.option("--hours", type=click.FloatRange(min=0), metavar="H", help="Say so when it has run for longer.")
@click.option("--dollars", type=click.FloatRange(min=0), metavar="D", help="Say so when it has cost more.")
@click.option("--command", default="", metavar="CMD", help="Call this each time, with JSON on its input.")
@click.option(
    "--on-trip", default="", metavar="CMD", help="Call this when a tripwire fires, such as scancel 123."
)
@click.option("--ntfy", default="", callback=_address, metavar="URL", help="Post to this ntfy topic.")
@click.option("--webhook", default="", callback=_address, metavar="URL", help="Post JSON to this address.")
@click.option(
    "--apprise", default="", metavar="URL", help="Tell it through Apprise, where that is installed."
)
@as_json
@journal_options
def watch(
    *,
    session: str | None,
    every: float,
    once: bool,
    is_look: bool,
    screen: bool,
    detectors: tuple[str, ...],
    hours: float | None,
    dollars: float | None,
    command: str,
    on_trip: str,
    ntfy: str,
    webhook: str,
    apprise: str,
    as_json: bool,
    journal: Path | None,
    by: str | None,
) -> int:
    """Watch the run of a session, and say when there is something to say.

    A tripwire that fires, an alarm of a detector, a stall, a cap, the looks you agreed on, and the end. Without
    SESSION the newest open one is watched. With --json each is a JSON document on a line. The exit status is 1 when
    a tripwire fired. It may be ended at any time (Ctrl-C); the run goes on. Where the pre-mortem allowed that, a
    tripwire stops a run that coach run started here.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.desk.watching import Watcher  # noqa: PLC0415 - as above
    from coach.errors import UsageError  # noqa: PLC0415 - as above
    from coach.session.watching import Caps  # noqa: PLC0415 - as above

    desk = Coach.open(journal=journal, by=by)
    walk = desk.walk(session) if session else desk.newest_open()
    if walk is None:
        raise UsageError("nothing is open", hint="coach premortem LOGDIR prepares a run that can be watched.")
    watcher = Watcher(
        walk,
        desk.root,
        now=desk.now,
        caps=Caps(hours, dollars),
        detectors=frozenset(detectors) or None,
        keeps_curves=screen,
    )
    channels = Channels(command, on_trip, ntfy, webhook, apprise)
    if screen:
        from coach.cli.watch_screen import open_watch  # noqa: PLC0415 - lines need no screen

        return MUST_ACT if open_watch(watcher, channels, desk.now, every) else 0
    teller = _Teller(watcher, channels, as_json=as_json, now=desk.now)
    if is_look:
        return teller.look_now()
    return teller.watch(every, once=once)


class _Teller:
    """Tells what a watcher sees."""

    def __init__(
        self, watcher: Watcher, channels: Channels, *, as_json: bool, now: Callable[[], datetime]
    ) -> None:
        self._watcher = watcher
        self._channels = channels
        self._as_json = as_json
        self._now = now

    def watch(self, every: float, *, once: bool) -> int:
        """Look again and again, until the run is over."""
        from coach.desk.watching import IDLE  # noqa: PLC0415 - help is printed without the journal's libraries

        is_first = True
        while True:
            look = self._watcher.look()
            for tiding in look.fresh:
                self._tell(tiding)
            if is_first and not look.logs.ending:
                self._say(self._standing(look.logs))
            is_first = False
            if once or look.logs.ending:
                return MUST_ACT if look.logs.fired else 0
            time.sleep(max(every, IDLE * look.busy_s))

    def look_now(self) -> int:
        """Show the values so far, and count the look where it comes before an agreed one."""
        from coach.desk.watching import local_zone  # noqa: PLC0415 - as above
        from coach.session.event.watching import LookTaken  # noqa: PLC0415 - as above
        from coach.session.watching import early_looks, next_look, standing_words  # noqa: PLC0415 - as above

        walk, now = self._watcher.walk, self._now()
        logs = self._watcher.look().logs
        coming = None if logs.ending else next_look(walk.session, logs, now, local_zone(now))
        walk.append((LookTaken(agreed=coming),))
        for each in logs.claims:
            state = {None: "open", True: "holds", False: "fired" if each.role == "tripwire" else "failed"}
            self._say(f"{state[each.held]}: {each.in_words}: {each.says}")
        if not logs.claims:
            self._say(
                "Nothing is sealed that these logs could be held against, so there is no value to show."
            )
        if coming is not None:
            count = early_looks(walk.session)
            times = "the first look" if count == 1 else f"look number {count}"
            self._say(
                f"This is {times} before its time; you agreed on {coming:%H:%M}, and {standing_words(logs)}."
            )
        return MUST_ACT if logs.fired else 0

    def _standing(self, logs: LogsHold) -> str:
        from coach.desk.watching import local_zone  # noqa: PLC0415 - as above
        from coach.session.watching import standing_line  # noqa: PLC0415 - as above

        now = self._now()
        return standing_line(self._watcher.walk.session, logs, now, local_zone(now))

    def _tell(self, tiding: Tiding) -> None:
        from coach.cli.watch_delivery import deliver, tiding_data  # noqa: PLC0415 - as above
        from coach.report.title import title_of  # noqa: PLC0415 - as above
        from coach.session.watching import URGENT  # noqa: PLC0415 - as above

        walk, at = self._watcher.walk, self._now()
        data = tiding_data(tiding, walk.session_id, title_of(walk.session), at.isoformat())
        if self._as_json:
            import json  # noqa: PLC0415 - only `--json` needs it

            click.echo(json.dumps(data))
        else:
            bell = "\a" if tiding.kind in URGENT and sys.stdout.isatty() else ""
            self._say(f"{at.astimezone():%H:%M} {tiding.kind}: {tiding.says}", bell)
        for problem in deliver(tiding, data, self._channels):
            click.echo(problem, err=True)

    def _say(self, text: str, bell: str = "") -> None:
        from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - as above

        click.echo(one_line(text) + bell, err=self._as_json)
