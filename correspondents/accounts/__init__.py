"""The accounts of those who keep the directory: access to its pages, the second factor."""
