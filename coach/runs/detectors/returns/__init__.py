"""What can be wrong with returns, rewards and episodes."""
