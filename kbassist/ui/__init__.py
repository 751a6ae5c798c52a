"""The windows: they say wishes and are shown values."""
