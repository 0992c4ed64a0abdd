"""Rows and their history: reading them in pages, caching them, refusing what is wrong."""
