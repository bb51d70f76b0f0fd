"""Playbooks: failure modes, experiments and prompts as data, read strictly and compiled for a session."""
