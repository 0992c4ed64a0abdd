"""Evaluations of running projects: written by posts, compared, counted country by country."""
