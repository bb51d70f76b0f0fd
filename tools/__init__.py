"""Shared by the scripts of this folder."""
