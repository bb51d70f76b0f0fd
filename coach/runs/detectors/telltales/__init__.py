"""What is logged for the very purpose of telling that something is wrong: shares, counts, second measures."""
