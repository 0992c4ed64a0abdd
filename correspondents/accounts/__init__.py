"""Who keeps the directory: access to its pages, the second factor."""
