"""A reading process that claims a share and is lost before it has read it."""

from __future__ import annotations

import sys
from pathlib import Path

from coach.runs.reading.shared_work import SharedWork

if __name__ == "__main__":
    SharedWork(Path(sys.argv[1])).claim(0)
