"""Keys come before what is worked out in threads: the interpreter hands over to the keyboard sooner than it would."""

from __future__ import annotations

import sys

LONGEST_TURN_S = 0.0005
"""Seconds after which a thread that computes lets another one go on. A key takes about a dozen turns of the event loop
until it is on the screen, and waits for each behind whatever is being planned: with Python's own 5 ms, 60 ms in all."""


def put_keys_first() -> None:
    """Have threads take short turns, in this process and until it ends."""
    sys.setswitchinterval(LONGEST_TURN_S)
