"""Alerts by mail, without an account: asked, confirmed by the address, told, stopped."""
