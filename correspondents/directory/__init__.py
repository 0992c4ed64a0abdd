"""Who answers for a country, what may be shown of it, and the lists and files of it."""
