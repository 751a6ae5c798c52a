"""The console entry: one small function per command; never imports Qt but for `desk`."""
