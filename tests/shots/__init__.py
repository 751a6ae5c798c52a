"""Screenshots of every state of the windows, for people to look at."""
