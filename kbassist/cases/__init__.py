"""Customers that are being served, in memory only: what they said once fills the next form."""
