"""A second lab of faulty trainings: other tasks, algorithms, faults and logging habits than the first one."""
