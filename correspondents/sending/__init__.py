"""Whom we write to, and when: agents, posts, accounts; what came back."""
