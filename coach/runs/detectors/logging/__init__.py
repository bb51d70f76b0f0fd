"""What can be wrong with the numbers themselves: NaN, steps, tags, copies."""
