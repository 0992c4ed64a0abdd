"""Invented dossiers, opinions, committees and grants: the demonstration's own."""
