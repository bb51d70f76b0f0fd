"""One training a module, written out by hand in NumPy; every fault is a setting of it."""
