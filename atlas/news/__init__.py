"""News and notices: their public pages, their feeds, and the posts' own screens."""
