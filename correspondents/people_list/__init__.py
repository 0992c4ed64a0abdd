"""The list of people as a kind of import."""
