"""What all sessions of a journal together show of the judgement of those who kept it."""
