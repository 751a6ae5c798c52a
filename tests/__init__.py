"""Tests of kbassist: a mirror of the package, the house rules, and the end-to-end runs."""
