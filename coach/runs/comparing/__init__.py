"""Runs beside one another: seeds, siblings, differences."""
