"""A text in, whom to write to out: names, misspellings, namesakes."""
