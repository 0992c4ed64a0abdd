"""What every table of the admin has in common."""
