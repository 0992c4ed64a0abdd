"""Those of French."""
