"""Demonstrations and measures: an app without models, installed except in production."""
