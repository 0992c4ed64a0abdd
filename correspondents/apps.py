"""Countries, posts and the people who answer for them; the finder; the list in and out."""

from django.apps import AppConfig


class Correspondents(AppConfig):
    name = "correspondents"
    verbose_name = "Correspondants"
