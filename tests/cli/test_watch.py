"""A run is watched while its log grows, and what happens is brought to where somebody notices it."""

from __future__ import annotations

import json
import shlex
import sys
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, ClassVar

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.desk.watching import Watcher
from coach.errors import UsageError
from coach.journal.journal import Journal
from coach.runs.readers.event_files.event_file import Scalar, file_version_event, record, scalar_event
from coach.session.event.common import Opened, RunLengthGiven, Stated
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import PredictionMade
from coach.session.event.watching import LookTaken
from coach.session.fold import fold
from coach.session.seal import seal
from coach.session.watching import Caps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Said

SESSION = "260314-watch0"
SAVE = "import sys, pathlib; pathlib.Path(sys.argv[1]).open('ab').write(sys.stdin.buffer.read() + b'\\n')"


class Log:
    """An event file that grows."""

    def __init__(self, folder: Path, began: datetime) -> None:
        folder.mkdir()
        self.path = folder / "events.out.tfevents.1.host"
        self.began = began.timestamp()
        self.step = 0
        self.path.write_bytes(record(file_version_event(self.began)))

    def grow(self, steps: int, kl: float) -> None:
        """Write so many steps, a minute apart."""
        with self.path.open("ab") as file:
            for _ in range(steps):
                self.step += 1
                row = Scalar("train/approx_kl", self.step, self.began + 60 * self.step, kl)
                file.write(record(scalar_event(row)))


@pytest.fixture
def log(home: Path, tmp_path: Path) -> Log:
    """Give the log of a run of an hour that began an hour ago, linked to a session that was sealed before."""
    began = datetime.now(UTC) - timedelta(hours=1)
    log = Log(tmp_path / "run", began)
    log.grow(59, 0.09)
    stamp = Stamp(by="mira", now=lambda: began - timedelta(minutes=1))
    bodies = (
        Opened(method="premortem", title="PPO again", playbook=""),
        RunLengthGiven(hours=8),
        RunsLinked(role="launched", path=str(log.path.parent)),
        PredictionMade(prediction="w", text="max(train/approx_kl) < 0.1", probability=0.8, role="tripwire"),
        Stated(topic="look-times", text="after 5 min and after 3 h"),
    )
    events = stamp.events(bodies, after=())
    journal = Journal.at(home)
    journal.create(SESSION, events)
    journal.append(SESSION, stamp.events((seal(fold(events), "premortem"),), after=events))
    return log


def watcher(home: Path, *, now: Callable[[], datetime] | None = None) -> Watcher:
    desk = Coach.open(journal=home)
    return Watcher(desk.walk(SESSION), home, now=now or desk.now, caps=Caps())


def test_a_quiet_run_is_said_to_be_quiet_with_the_next_agreed_look(
    typed: Callable[..., Said], log: Log
) -> None:
    said = typed("watch", "--once")
    assert said.status == 0
    next_look = datetime.fromtimestamp(log.began + 60, UTC).astimezone() + timedelta(hours=3)
    assert f"Next look at {next_look:%H:%M}; nothing has tripped; about 7.0 h to go." in said.out
    assert " look: this is the look agreed for " in said.out


def test_a_tripwire_that_fires_while_the_log_grows_is_told_once(home: Path, log: Log) -> None:
    watching = watcher(home)
    assert [each.kind for each in watching.look().fresh] == ["look"]
    assert watching.look().fresh == ()
    log.grow(1, 0.11)
    fired = watching.look()
    assert [each.kind for each in fired.fresh] == ["tripped"]
    assert [each.id for each in fired.logs.fired] == ["w"]
    log.grow(1, 0.12)
    assert "tripped" not in {each.kind for each in watching.look().fresh}


def test_a_log_that_stops_growing_is_a_stall_and_later_an_end(home: Path, log: Log) -> None:
    later = [datetime.now(UTC)]
    watching = watcher(home, now=lambda: later[0])
    watching.look()
    later[0] += timedelta(minutes=4)
    assert [each.kind for each in watching.look().fresh] == ["stalled"]
    later[0] += timedelta(hours=2)
    assert [each.kind for each in watching.look().fresh] == ["ended"]
    assert log.step == 59


def test_a_command_is_given_what_happened_as_json(
    typed: Callable[..., Said], log: Log, tmp_path: Path
) -> None:
    log.grow(1, 0.11)
    kept, on_trip = tmp_path / "kept", tmp_path / "trip"
    call = shlex.join([sys.executable, "-c", SAVE])
    said = typed("watch", "--once", "--command", f"{call} {kept}", "--on-trip", f"{call} {on_trip}")
    assert said.status == 1
    assert said.err == ""
    assert [json.loads(line)["kind"] for line in kept.read_text().splitlines()] == ["tripped", "look"]
    (trip,) = map(json.loads, on_trip.read_text().splitlines())
    assert trip["schema"] == "coach.watch/1"
    assert trip["session"] == SESSION
    assert "max(train/approx_kl) is 0.11 at step 60" in trip["says"]


def test_with_json_each_tiding_is_a_document_on_a_line(typed: Callable[..., Said], log: Log) -> None:
    log.grow(1, 0.11)
    said = typed("watch", "--once", "--json")
    assert [json.loads(line)["kind"] for line in said.out.splitlines()] == ["tripped", "look"]


@pytest.fixture
def posted() -> Iterator[tuple[str, list[bytes]]]:
    """Give an address here, and what is posted to it; what is posted below /no is refused."""
    found: list[bytes] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(404 if self.path.startswith("/no") else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Taker)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", found
    server.shutdown()
    server.server_close()
    thread.join()


def test_it_is_posted_to_ntfy_and_to_a_webhook(
    typed: Callable[..., Said], log: Log, posted: tuple[str, list[bytes]]
) -> None:
    address, found = posted
    log.grow(1, 0.11)
    said = typed("watch", "--once", "--ntfy", f"{address}/topic", "--webhook", f"{address}/hook")
    assert said.err == ""
    assert found[0].startswith(b"PPO again: train/approx_kl ")
    assert json.loads(found[1])["kind"] == "tripped"


def test_what_cannot_be_brought_is_said_without_the_address_and_ends_nothing(
    typed: Callable[..., Said], log: Log, posted: tuple[str, list[bytes]]
) -> None:
    address, _ = posted
    assert log.step == 59
    said = typed("watch", "--once", "--webhook", f"{address}/no/secret", "--command", "no-such-program")
    assert said.status == 0
    assert "nothing could be posted to 127.0.0.1: HTTP Error 404" in said.err
    assert "secret" not in said.err
    assert "the command could not be called" in said.err


class Services:
    """Stands in for Apprise: keeps what it is told, and refuses an address it does not know."""

    told: ClassVar[list[tuple[str, str]]] = []

    def __init__(self) -> None:
        self.is_known = False

    def add(self, address: str) -> bool:
        self.is_known = address == "json://localhost"
        return self.is_known

    def notify(self, *, title: str, body: str) -> bool:
        self.told.append((title, body))
        return self.is_known


def test_it_is_told_through_apprise_where_that_is_installed(
    typed: Callable[..., Said], log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", SimpleNamespace(Apprise=Services))
    log.grow(1, 0.11)
    assert typed("watch", "--once", "--apprise", "json://localhost").err == ""
    assert Services.told[0][0] == "coach: tripped"
    assert Services.told[0][1].startswith("PPO again: train/approx_kl ")
    refused = typed("watch", "--once", "--apprise", "secret://token").err
    assert "Apprise could not tell it" in refused
    assert "secret" not in refused


def test_without_apprise_that_is_said_and_ends_nothing(
    typed: Callable[..., Said], log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert log.step == 59
    said = typed("watch", "--once", "--apprise", "json://localhost")
    assert said.status == 0
    assert "Apprise is not installed: pip install apprise" in said.err


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ntfy.sh/x", "https://", "http://["])
def test_only_web_addresses_are_posted_to(typed: Callable[..., Said], log: Log, address: str) -> None:
    assert log.step == 59
    assert typed("watch", "--once", "--webhook", address).status == 2


def test_a_look_before_its_time_is_counted_and_gently_named(
    typed: Callable[..., Said], home: Path, log: Log
) -> None:
    assert log.step == 59
    first, second = typed("watch", "--look"), typed("watch", "--look")
    assert "open: fires when train/approx_kl " in first.out
    assert "This is the first look before its time; you agreed on " in first.out
    assert "look number 2 before its time" in second.out
    looks = [event.body for event in Journal.at(home).load(SESSION) if isinstance(event.body, LookTaken)]
    assert all(look.agreed is not None for look in looks)
    assert len(looks) == 2


def test_a_look_where_nothing_is_sealed_says_so(typed: Callable[..., Said], home: Path, log: Log) -> None:
    stamp = Stamp(by="mira")
    bodies = (
        Opened(method="stuck", title="PPO again", playbook=""),
        RunsLinked(role="evidence", path=str(log.path.parent)),
    )
    Journal.at(home).create("260314-watch2", stamp.events(bodies, after=()))
    said = typed("watch", "260314-watch2", "--look")
    assert said.status == 0
    assert "Nothing is sealed that these logs could be held against" in said.out


def test_a_watcher_rests_a_hundred_times_as_long_as_it_worked(
    typed: Callable[..., Said], log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []

    def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("coach.cli.watch.time.sleep", rest)
    begun = time.process_time()
    assert typed("watch", "--every", "1").status == 130
    worked = time.process_time() - begun
    assert log.step == 59
    assert all(each >= 1 for each in rests)
    assert rests[0] > 100 * worked / 1000


def test_a_session_without_logs_cannot_be_watched(home: Path) -> None:
    desk = Coach.open(journal=home)
    walk = desk.begin("premortem", title="x", playbook="deep-learning")
    with pytest.raises(UsageError, match="no log folder is linked"):
        Watcher(walk, home, now=desk.now, caps=Caps())
