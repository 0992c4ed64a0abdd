"""Calls, dossiers and opinions as sheets: their columns and their queries."""
