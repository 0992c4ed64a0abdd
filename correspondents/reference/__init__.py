"""Reference data: files, their tables, the towns, the working days."""
