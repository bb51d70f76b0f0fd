"""What may be wrong with each training, and what can be bought to find out."""
