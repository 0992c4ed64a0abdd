"""Spreadsheet files: refused when hostile, read with all their marks, written as streams."""
