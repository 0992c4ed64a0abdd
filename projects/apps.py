"""Calls, opinions of the posts, committee, grants and evaluations."""

from django.apps import AppConfig


class Projects(AppConfig):
    name = "projects"
    verbose_name = "Projets"
