"""The public inventory: its list, filters, map, files."""
