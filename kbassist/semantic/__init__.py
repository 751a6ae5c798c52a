"""Meaning: vectors of a sentence encoder for entries and questions, an optional part."""
