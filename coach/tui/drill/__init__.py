"""The full screen of a drill."""
