"""The real program in real windows: hotkey, typing, filling, copying, pasting into another program."""
