"""Signing in: django-allauth at `/compte/…`, in our words, with the second factor we require."""
