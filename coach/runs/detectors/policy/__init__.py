"""What can be wrong with a policy: entropy, KL divergence, clipping, probability ratios."""
