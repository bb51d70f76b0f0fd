"""What shows only between runs."""
