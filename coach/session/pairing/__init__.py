"""Several people in one session: each judges alone first, then all see, then they talk, then one answer is made."""
