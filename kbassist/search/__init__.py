"""Finding entries: an index in the user's cache, titles in memory, one engine as the only door."""
