"""Makes the Windows product on Debian: installers, portable copy, checksums, parts list and licences."""
