"""Reading a library."""
