"""Runs read, kept, recalled, and merged where one was logged twice."""
