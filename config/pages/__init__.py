"""Pages that gather several apps: the composition root, the only place that knows them all."""
