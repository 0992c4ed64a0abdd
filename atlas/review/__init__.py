"""The review of what is proposed of the inventory."""
