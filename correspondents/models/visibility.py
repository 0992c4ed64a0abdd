"""The rows that an account may see: a post's people see what is their post's, and no more."""

from django.apps import apps
from django.db import models


class OfAPost(models.QuerySet):
    """A QuerySet whose rows are a post's; `post_path` leads from a row to that post."""

    post_path = "post"

    def visible_to(self, user):
        """All for the delegation, one's own post's for its people, none otherwise."""
        if user.is_delegation:
            return self
        if user.post_id is None:
            return self.none()  # never filter(post=None): it would match what nobody owns
        return self.filter(**{self.post_path: user.post_id})


class OfTheDelegation(models.QuerySet):
    """A QuerySet whose rows are for the delegation alone."""

    def visible_to(self, user):
        return self if user.is_authenticated and user.is_delegation else self.none()


class OfServedCountries(models.QuerySet):
    """A QuerySet whose rows are a country's; `country_path` leads from a row to that country."""

    country_path = "country"

    def visible_to(self, user):
        """All for the delegation; for a post, those of the countries that it serves today."""
        if user.is_delegation:
            return self
        if user.post_id is None:
            return self.none()
        served = apps.get_model("correspondents", "Coverage").objects.countries_of(user.post_id)
        return self.filter(**{f"{self.country_path}__in": served})
