"""How fresh the directory is, month by month."""
