"""The demonstration's commands, for Django to find them."""

from django.apps import AppConfig


class Demonstration(AppConfig):
    name = "scripts.demonstration"
