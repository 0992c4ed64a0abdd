"""The inventory of partnerships: local authorities, partnerships, news and coordination."""

from django.apps import AppConfig


class Atlas(AppConfig):
    name = "atlas"
    verbose_name = "Atlas"
