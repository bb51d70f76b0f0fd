"""Detectors, one idea a module."""
