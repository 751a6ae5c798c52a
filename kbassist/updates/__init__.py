"""Telling that a newer version lies where IT put it: a signed manifest in a folder, never a network connection."""
