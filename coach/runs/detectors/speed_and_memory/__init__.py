"""What can be wrong with throughput and memory."""
