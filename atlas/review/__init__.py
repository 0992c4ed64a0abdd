"""The review of proposals about the inventory."""
