"""What one customer said, in memory only: remembered values, values found in texts, openings not used yet."""
