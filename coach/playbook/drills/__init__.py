"""Cases for drills: strict YAML, one folder a case, with the logs of the day beside it."""
