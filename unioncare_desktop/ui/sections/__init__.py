"""The sections of the settings page, one file each. What all have in common is in `section`."""
