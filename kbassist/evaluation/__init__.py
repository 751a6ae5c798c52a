"""Scoring the search: golden questions of a team, and runs for outside scorers."""
