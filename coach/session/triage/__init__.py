"""What it could be, from what is known at once: the words, the symptoms, the class, the logs. Nothing is kept."""
