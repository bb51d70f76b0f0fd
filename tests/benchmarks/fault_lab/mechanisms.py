"""Names of warnings that stand for one mechanism, where several tables of faults mean the very same list.

Each was written down before any log was judged, as the tables were. A table whose list is a shorter or a longer one on
purpose keeps it to itself, under the same word: that difference was written down before as well.
"""

from __future__ import annotations

RATE_WORDS = r"learning.?rate|\blr\b"
LOSS_TOO_LARGE = (
    "loss-divergence",
    "loss-jump",
    "loss-spike",
    "unbounded-growth",
    "metric-swings",
    "absurd-magnitude",
    "gradient-growth",
    "gradient-spike",
    "update-ratio-high",
)
GUESSES = ("chance-plateau", "plateau-from-start")
LOST = ("return-decline", "return-crash", "best-lost", "broke-at-the-end")
VALUES = (
    "value-scale-large",
    "value-loss-scale",
    "value-loss-growth",
    "value-beyond-bound",
    "unbounded-growth",
    "absurd-magnitude",
)
GROWTH = (*VALUES, "loss-divergence", "loss-jump", "gradient-growth", "gradient-spike")
SLOWER_MODES = (
    "throughput-decay",
    "hardware-fault",
    "slow-node",
    "storage-eviction",
    "loader-index-growth",
    "gpu-starved",
)
