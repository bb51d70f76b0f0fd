"""`python -m coach` is `coach`."""

from __future__ import annotations

import sys

from coach.cli.start import run

sys.exit(run())
