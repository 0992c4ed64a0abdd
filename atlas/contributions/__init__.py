"""What authorities propose without an account: a correction, a partnership that is missing."""
