"""A list comes in: any sheet becomes a plan that a person reads, then is applied as a whole."""
