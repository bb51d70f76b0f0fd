"""A session written out for people and for other programs."""
