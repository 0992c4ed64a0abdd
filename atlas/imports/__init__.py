"""The inventory comes in: any sheet of partnerships becomes a plan, then is applied as a whole."""
