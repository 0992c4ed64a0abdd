"""The public pages of the calls: the list, each call, its days."""
