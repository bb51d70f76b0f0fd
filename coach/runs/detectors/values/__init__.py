"""What can be wrong with a critic."""
