"""Who may come in: links that work once, the cookie that follows, and the addresses a request may name."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TOKEN_BYTES = 16
"""128 bits, from the system's own source."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this machine calls itself; a forwarded port may have any number, so the number is not compared."""
_LONGEST = 200


class Guest(NamedTuple):
    """Somebody with a link.

    Attributes:
        name: as whom they answer.
        is_read_only: they see and change nothing.
    """

    name: str
    is_read_only: bool


def new_token() -> str:
    """Give 128 random bits as text that may stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Access:
    """The links and cookies of one server; what it holds is gone when it ends.

    Only digests are kept, and looked up as a whole, so that the time of an answer tells nothing of a secret.
    """

    def __init__(self, token: Callable[[], str] = new_token) -> None:
        self._token = token
        self._links: dict[bytes, Guest] = {}
        self._cookies: dict[bytes, Guest] = {}

    def link(self, guest: Guest) -> str:
        """Give the token of a new link."""
        token = self._token()
        self._links[_digest(token)] = guest
        return token

    def redeem(self, token: str) -> str | None:
        """Give a cookie for the token of a link, which is used up by that; None where it is not ours or was used."""
        guest = self._links.pop(_digest(token), None)
        if guest is None:
            return None
        cookie = self._token()
        self._cookies[_digest(cookie)] = guest
        return cookie

    def guest(self, cookie: str | None) -> Guest | None:
        """Give whose cookie this is; None where it is nobody's."""
        return self._cookies.get(_digest(cookie)) if cookie else None


def may_ask(host: str, names: Iterable[str]) -> bool:
    """True when a request names an address that is served.

    A page from elsewhere whose name was bound to this machine's address names itself, and is turned away.

    Args:
        host: the Host header.
        names: the names allowed, without ports.
    """
    return _name(host) in names


def is_own_page(origin: str, host: str) -> bool:
    """True when a connection comes from a page of this very server, by its Origin header."""
    return origin in (f"http://{host}", f"https://{host}") and bool(host)


def _name(host: str) -> str:
    if len(host) > _LONGEST or "@" in host or "/" in host:
        return ""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _digest(text: str) -> bytes:
    return sha256(text[:_LONGEST].encode(errors="replace")).digest()
