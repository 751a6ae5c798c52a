"""kbassist: from a global hotkey to the right, safe reply in any chat or e-mail client."""

__version__ = "0.1.0"
