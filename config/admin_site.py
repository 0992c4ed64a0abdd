"""The delegation's admin: the stock one, in the site's own name."""

from django.conf import settings
from django.contrib.admin import AdminSite


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
