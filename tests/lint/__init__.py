"""Checking a library."""
