"""What a session is: its events, their fold, and the methods as stage machines; pure."""
