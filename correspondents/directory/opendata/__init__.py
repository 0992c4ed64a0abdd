"""The tables of open data that name posts, countries and mailboxes."""
