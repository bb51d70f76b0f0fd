"""Predictions held against runs."""
