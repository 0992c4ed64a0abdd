"""Alerts by mail, without an account: request, confirmation, digests, end."""
