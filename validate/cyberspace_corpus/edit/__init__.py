"""What changes authored files, for people: one canonical form, and what can be computed."""
