"""The site's own variants of Django's apps, and the site itself as an app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class Site(AppConfig):
    """The composition root: pages that gather several apps, and their tests of health."""

    name = "config"

    def ready(self):
        """The forms of the design system read what is typed as all the others do; and the first
        of a month is « 1er » wherever a date is written in words."""
        from django.utils.dateformat import DateFormat
        from dsfr.forms import DsfrBaseForm

        from correspondents.records.days import day_of_month
        from correspondents.records.renderers import PublicBoundField

        DsfrBaseForm.bound_field_class = PublicBoundField
        DateFormat.j = day_of_month


class Admin(AdminConfig):
    """The stock admin in the delegation's own AdminSite."""

    default_site = "config.admin_site.DelegationSite"

    def ready(self):
        """The library's tables show secrets, and addresses that nobody manages: not here."""
        super().ready()
        from allauth.account.models import EmailAddress, EmailConfirmation
        from allauth.mfa.models import Authenticator
        from django.contrib.admin import site

        for model in (EmailAddress, EmailConfirmation, Authenticator):
            if site.is_registered(model):
                site.unregister(model)
