"""What differs between desktops, each behind a small port."""
