"""The finder: from a text to a contact, by names, misspellings and namesakes."""
