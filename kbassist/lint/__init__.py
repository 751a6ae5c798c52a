"""Checks on a whole library, for team leads and their CI."""
