"""What a run is and does: its quantities, its course, how it stands."""
