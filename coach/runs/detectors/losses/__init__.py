"""What can be wrong with losses and accuracies."""
