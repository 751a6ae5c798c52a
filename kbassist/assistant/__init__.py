"""All that can be done without a window."""
