"""A third lab of faulty trainings, held out as a whole: its single runs are not printed, its figures are."""
