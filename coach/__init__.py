"""`coach`: think before the ten-hour run, and learn from it afterwards."""

__version__ = "0.1.0"
