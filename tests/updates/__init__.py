"""Newer versions: notices that are genuine, forged, put back, or out of reach."""
