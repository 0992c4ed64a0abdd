"""Imports on screen: the file, its columns, its piles, its fate."""
