"""The delegation's admin: the stock one, in the site's own name, behind the second factor."""

from functools import update_wrapper

from allauth.account.views import logout
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, resolve_url
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from config.admin_menu import grouped
from correspondents.accounts import second_factor
from correspondents.spreadsheets.characters import bare


class LabelledChoices(AutocompleteJsonView):
    """Label the rows to choose from as their table does, so that homonyms differ."""

    def process_request(self, request):
        term, *rest = super().process_request(request)
        return bare(term), *rest

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "choice_label", str)
        return {**super().serialize_result(obj, to_field_name), "text": label(obj)}


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

    def register(self, model_or_iterable, admin_class=ModelAdmin, **options):
        """The tables of libraries filter as ours do: by what they name."""
        from correspondents.records.admin.tables import NamedLookups

        if not issubclass(admin_class, NamedLookups):
            admin_class = type(admin_class.__name__, (NamedLookups, admin_class), {})
        super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        from config.pages.desk import my_zones
        from config.pages.staff_search import staff_search

        return [
            path("mes-zones/", self.admin_view(my_zones), name="my_zones"),
            path("recherche/", self.admin_view(staff_search), name="search"),
            *super().get_urls(),
        ]

    def get_app_list(self, request, app_label=None):
        """The menu, in the groups of the trade; the page of one app keeps the stock list."""
        if app_label:
            return super().get_app_list(request, app_label)
        apps = self._build_app_dict(request).values()
        tables = {model["model"]._meta.label: model for app in apps for model in app["models"]}
        return list(grouped(tables, request.path))

    def autocomplete_view(self, request):
        return LabelledChoices.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        """Show the tasks of the delegation before its tables."""
        from config.pages.desk import desk  # needs the models, which are loaded after this module

        return super().index(request, {**desk(request), **(extra_context or {})})

    def admin_view(self, view, cacheable=False):
        """No page before the second factor, but the one that signs out."""
        stock = super().admin_view(view, cacheable)

        def strong(request, *args, **kwargs):
            leaving = request.path == reverse("admin:logout", current_app=self.name)
            if self.has_permission(request) and not leaving and second_factor.is_missing(request):
                return redirect(second_factor.way(request))
            return stock(request, *args, **kwargs)

        return update_wrapper(strong, view)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Send to the one sign-in page; a session without rights here is refused."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        index = reverse("admin:index", current_app=self.name)
        return redirect_to_login(request.GET.get("next") or index, resolve_url("account_login"))

    def logout(self, request, extra_context=None):
        return logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_home")
