"""Corrections and new partnerships that authorities propose without an account."""
