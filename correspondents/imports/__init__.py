"""The engine of imports: any sheet becomes a plan that a person reads, then applies whole."""
