"""The contacts for a country: how they are found, published, listed and exported."""
