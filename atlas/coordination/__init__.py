"""Who else works there: the radar, the notes about it, the meetings it leads to."""
