"""The list as of a day, what changed between two days, what is published of it."""
