"""The inventory in the posts' space: rows to confirm, records to correct or to add."""
