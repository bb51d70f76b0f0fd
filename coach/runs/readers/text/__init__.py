"""What a training printed to its console."""
