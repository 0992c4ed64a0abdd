"""The public pages of the projects retained, once their results are announced."""
