"""A wine that can run the Windows product: stand-ins for what wine 8 lacks, for tests only and never shipped."""
