"""Shared territories: the radar, the notes about it, the meetings it leads to."""
