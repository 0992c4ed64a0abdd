"""The delegation's admin: the stock one, in the site's own name."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.urls import path


class DelegationSite(AdminSite):
    """Open to the delegation's staff only; the people of a post see nothing here."""

    site_title = "Délégation"
    index_title = "Tableau de la délégation"
    empty_value_display = "—"

    @property
    def site_header(self):
        return f"{settings.DELEGATION_SHORT_NAME} : {settings.SITE_NAME}"

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_delegation

    def get_urls(self):
        from config.pages.desk import my_zones

        return [path("mes-zones/", self.admin_view(my_zones), name="my_zones"), *super().get_urls()]

    def index(self, request, extra_context=None):
        """What waits for the delegation comes before its tables."""
        from config.pages.desk import desk  # needs the models, which are loaded after this module

        return super().index(request, {**desk(request), **(extra_context or {})})
