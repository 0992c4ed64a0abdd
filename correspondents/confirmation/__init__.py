"""The confirmation loop: an entry is due, its person is written to, an answer comes, or none."""
