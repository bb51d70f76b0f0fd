"""Runs launched and kept: the command left alone, its code, surroundings and output recorded beside it."""
