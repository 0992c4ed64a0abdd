"""The committee: its file, its decisions in one grid, its minutes, its letters to applicants."""
