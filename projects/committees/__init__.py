"""The committee: its file, its decisions in one grid, its minutes, what applicants are told."""
