"""The page around the terminal: everything in it is this server's own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.web.access import Guest

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "coach",
}
"""Sent with everything: nothing comes from elsewhere, nothing is kept, and no other page may show this one."""

FORBIDDEN = "This link was used already, or is not one of this session's. Ask for another one.\n"

LANDED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>coach</title>
<meta http-equiv="refresh" content="0;url=/"></head><body></body></html>
"""
"""Shown for a moment to who came by a link: it goes on to the page, whose address has no token."""

FOCUS = """\
// Keys go to the terminal from the first one on, and again after one was elsewhere.
function enter() {
  const field = document.querySelector(".xterm-helper-textarea");
  if (field) { field.focus(); } else { setTimeout(enter, 50); }
}
window.addEventListener("load", enter);
window.addEventListener("focus", enter);
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/xterm.css">
<style>
@font-face {{ font-family: "Roboto Mono"; src: url("/static/mono.ttf") format("truetype"); font-weight: 100 700; }}
html, body {{ margin: 0; height: 100%; background: #101418; color: #c8d0d8; font-family: "Roboto Mono", monospace; }}
#terminal {{ width: 100vw; height: 100vh; }}
#ended {{ display: none; position: absolute; inset: 0; background: #101418; padding: 4em; }}
body.-closed #ended {{ display: block; }}
#only {{ position: fixed; right: 1em; bottom: 0.4em; color: #8a949e; font-size: 13px; }}
</style>
<script src="/static/textual.js"></script>
<script src="/static/focus.js"></script>
</head>
<body>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}" data-font-size="15"></div>
<div id="ended"><p>This screen has ended. What was confirmed is kept.</p><p><a href="/" style="color: inherit">Open it
again</a>, as {name}.</p></div>
{only}
</body>
</html>
"""


def page(host: str, title: str, guest: Guest) -> str:
    """Give the page for a guest.

    Args:
        host: what the browser calls this server; it was checked before.
        title: what the session is about.
        guest: who has it open.
    """
    return _PAGE.format(
        title=escape(f"coach: {title}" if title else "coach"),
        socket=escape(f"ws://{host}/ws"),
        name=escape(guest.name),
        only='<div id="only">looking only: keys change nothing</div>' if guest.is_read_only else "",
    )
