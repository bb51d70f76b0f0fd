"""Folders and databases of experiment trackers."""
