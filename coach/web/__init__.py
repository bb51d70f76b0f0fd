"""One session in a browser: the same full screen, for who has the link."""
