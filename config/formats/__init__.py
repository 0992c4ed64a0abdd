"""Where Django looks for the formats of a language."""
