"""Open data: tables with a published schema, and the editions in which they are served."""
