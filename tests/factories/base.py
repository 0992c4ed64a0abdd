"""What the factories of every room share."""

import os

import factory


class InventedFactory(factory.django.DjangoModelFactory):
    """Numbers that no other process gives: scripts of the browser's tests share one base."""

    class Meta:
        abstract = True

    @classmethod
    def _setup_next_sequence(cls):
        return os.getpid() * 1000
