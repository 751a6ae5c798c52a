"""The windows: they say wishes as signals and are shown values; none of them calls the engine."""
