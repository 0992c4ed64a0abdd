"""The freshness of the directory, month by month."""
