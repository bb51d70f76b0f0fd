"""What can be wrong with gradients, weights and learning rates."""
