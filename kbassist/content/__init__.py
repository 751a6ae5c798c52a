"""Reading a library: files in, typed entries and located problems out."""
