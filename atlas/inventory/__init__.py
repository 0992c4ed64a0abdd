"""The inventory as it is kept: at the post, row by row, and from what authorities propose."""
