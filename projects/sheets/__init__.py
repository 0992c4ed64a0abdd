"""Calls, dossiers and opinions as sheets: their columns, and what these read of a row."""
