"""Brings a tiding to where somebody notices it: the terminal's bell, a command, ntfy, a webhook.

What cannot be brought is said and never ends the watching.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.session.watching import Tiding

SCHEMA = "coach.watch/1"
PATIENCE_S = 20.0


class Channels(NamedTuple):
    """Where tidings go besides the terminal.

    Attributes:
        command: called for each, with its JSON on standard input.
        on_trip: called as well when a tripwire fires.
        ntfy: address of an ntfy topic.
        webhook: address that JSON is posted to.
        apprise: address of a service that Apprise knows; it is asked only where it is installed.
    """

    command: str = ""
    on_trip: str = ""
    ntfy: str = ""
    webhook: str = ""
    apprise: str = ""


def tiding_data(tiding: Tiding, session: str, title: str, at: str) -> dict[str, object]:
    """Give a tiding for other programs."""
    return {
        "schema": SCHEMA,
        "session": session,
        "title": title,
        "at": at,
        "kind": tiding.kind,
        "key": tiding.key,
        "says": tiding.says,
    }


def deliver(tiding: Tiding, data: Mapping[str, object], channels: Channels) -> Iterator[str]:
    """Bring a tiding to every channel; yields what could not be done, one sentence each."""
    content = json.dumps(data).encode()
    commands = [channels.command, channels.on_trip if tiding.kind == "tripped" else ""]
    for command in filter(None, commands):
        yield from _call(command, content)
    if channels.ntfy:
        words = f"{data['title']}: {tiding.says}".encode()
        yield from _post(channels.ntfy, words, {"Title": f"coach: {tiding.kind}"})
    if channels.webhook:
        yield from _post(channels.webhook, content, {"Content-Type": "application/json"})
    if channels.apprise:
        yield from _through_apprise(
            channels.apprise, f"coach: {tiding.kind}", f"{data['title']}: {tiding.says}"
        )


def _call(command: str, content: bytes) -> Iterator[str]:
    """Call a command of the person's, without a shell, with JSON on its standard input."""
    try:
        words = shlex.split(command)
        done = subprocess.run(  # noqa: S603 - the command is the person's own
            words,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        yield f"the command could not be called: {error}"
        return
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        yield f"the command ended with status {done.returncode}{': ' + said[-1] if said else ''}"


def _post(address: str, content: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    from urllib.error import URLError  # noqa: PLC0415 - only where something is posted
    from urllib.request import Request, urlopen  # noqa: PLC0415 - as above

    try:
        request = Request(address, data=content, headers=dict(headers), method="POST")  # noqa: S310 - see `is_address`
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - as above
            answer.read(1)
    except (URLError, OSError, ValueError) as error:
        yield f"nothing could be posted to {_host(address)}: {error}"


def _through_apprise(address: str, title: str, words: str) -> Iterator[str]:
    try:
        apprise = import_module("apprise")
    except ImportError:
        yield "Apprise is not installed: pip install apprise"
        return
    try:
        service = apprise.Apprise()
        is_told = service.add(address) and service.notify(title=title, body=words)
    except Exception as error:  # noqa: BLE001 - whatever a service does, the watching goes on
        yield f"Apprise could not tell it: {type(error).__name__}"  # its words may hold the address
        return
    if not is_told:
        yield "Apprise could not tell it; try: apprise -vv -b test ADDRESS"


def is_address(text: str) -> bool:
    """True for an address that can be posted to, over http or https."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - only where something is posted

    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _host(address: str) -> str:
    """Give the host alone: what follows may be a secret."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - only where something is posted

    return urlsplit(address).hostname or "that address"
