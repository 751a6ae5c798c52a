"""What this agent used, pinned and reported: kept by the user, never in the library."""
