"""The parts that the delegation's tables share."""

from collections import ChainMap
from functools import partial
from operator import attrgetter

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.template.response import TemplateResponse
from django.urls import path

from correspondents.records.history import moments
from correspondents.records.refusals import MOVED, last_event, refusal_of
from correspondents.records.text import normalise

from .sentences import FrenchSentences


def section(heading, *fields):
    """A part of a form: its heading, and its lines, several fields of a tuple on one of them."""
    return (heading, {"fields": fields})


class RefusedForm:
    """Mixed into a form whose values the database has just refused."""

    refusal = ""

    def clean(self):
        super().clean()
        self.add_error(None, self.refusal)


class NamedLookups(FrenchSentences):
    """Mixed into every table of the admin: its address filters by what the table names alone.

    Django allows every lookup on the columns of a table, hidden ones included: the number of rows
    of `?text__regex=…` spells a secret letter by letter. `lookups` names those that our own links
    use, besides the filters of the list.
    """

    lookups = ()

    def lookup_allowed(self, lookup, value, request):
        """Whether the address of the list may hold this parameter; Django answers 400 if not."""
        filters = self.get_list_filter(request)
        periods = [f"{self.date_hierarchy}__{period}" for period in ("year", "month", "day")]
        names = {*self.lookups, *(periods if self.date_hierarchy else [])}
        return lookup in names.union(*(parameters(self.model, each) for each in filters))

    def to_field_allowed(self, request, to_field):
        """Popups and addresses name a record by its key alone."""
        return to_field in (self.opts.pk.name, self.opts.pk.attname)


def parameters(model, list_filter):
    """The parameters that a filter of a list reads in its address."""
    if hasattr(list_filter, "parameter_name"):
        return [list_filter.parameter_name]
    path, kind = list_filter if isinstance(list_filter, tuple) else (list_filter, None)
    if kind is admin.EmptyFieldListFilter:
        return [f"{path}__isempty"]
    field = get_fields_from_path(model, path)[-1]
    exact = f"{path}__{field.target_field.name}__exact" if field.is_relation else f"{path}__exact"
    return [path, exact, f"{path}__isnull"]


class RowsFilter(admin.SimpleListFilter):
    """`rows`: {value in the address: (its label, the QuerySet method that finds its rows)}."""

    rows = {}

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _) in self.rows.items()]

    def queryset(self, request, queryset):
        _, method = self.rows.get(self.value(), ("", "all"))
        return getattr(queryset, method)()


def by_method(labels):
    """The `rows` of a filter whose values are the names of the methods, of {method: label}."""
    return {method: (label, method) for method, label in labels.items()}


class TableAdmin(NamedLookups, admin.ModelAdmin):
    """A table whose refusals by the database are errors of the form.

    Constraints are checked before saving; those that two rows of one form, or two people at
    once, break together come back as errors all the same.
    """

    list_per_page = 50
    show_full_result_count = False
    # {address: name} of the pages that a table, or what is mixed into it, has besides the stock
    # ones; `<name>_view` answers.
    own_pages = {}

    def get_urls(self):
        own = ChainMap(*(vars(each).get("own_pages", {}) for each in type(self).__mro__))
        return [
            path(
                address,
                self.admin_site.admin_view(getattr(self, f"{name}_view")),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for address, name in own.items()
        ] + super().get_urls()

    def check_view(self, request):
        """Raise PermissionDenied unless the account may read the table."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            request.refusal = refusal_of(error)
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request, *args, **kwargs):
        form = super().get_form(request, *args, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            return type(form.__name__, (RefusedForm, form), {"refusal": refusal})
        return form

    def framed(self, request, template, title, **context):
        """A page that is not a stock one: the template, one of `admin/`, in the admin's frame."""
        frame = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/{template}.html", {**frame, **context})


class TrackedAdmin(TableAdmin):
    """A table whose history is the one that the database's triggers write.

    A form is refused when the record changed since it was opened: nobody's change is lost.
    """

    object_history_template = "admin/record_history.html"
    change_form_template = "admin/tracked_change_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if request.method == "POST":
                self.wait_for_others()
            seen = self.last_event(object_id)
            if request.POST.get("_seen", seen) != seen:
                request.refusal = MOVED
            context = {**(extra_context or {}), "seen": request.POST.get("_seen", seen)}
            return super().changeform_view(request, object_id, form_url, context)

    def wait_for_others(self):
        """Let an import that writes the table finish first, so that its changes are seen."""
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {self.opts.db_table} IN SHARE ROW EXCLUSIVE MODE")

    def last_event(self, object_id):
        """The number of the record's last change, as text."""
        try:
            return last_event(self.model, unquote(object_id))
        except ValueError:  # no such record: the stock view says so
            return ""

    def history_view(self, request, object_id, extra_context=None):
        # A callable: read by the template, once the stock view has checked the rights.
        read = partial(moments, self.model, unquote(object_id))
        return super().history_view(request, object_id, {"moments": read, **(extra_context or {})})


class ProtectedFields:
    """Mixed into a table that imports write: a person ticks the fields that only a hand changes.

    `protectable` names them, in order.
    """

    protectable = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "protected_fields":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        get_field = self.model._meta.get_field
        return forms.MultipleChoiceField(
            label="Champs protégés",
            choices=[
                (name, get_field(name).verbose_name.capitalize()) for name in self.protectable
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=db_field.help_text,
        )


def cell(path, label, **options):
    """A method of a table: a column that shows what a path of attributes leads to from a row."""
    read = attrgetter(path)
    return admin.display(lambda table, row: read(row), description=label, **options)


class AccentBlindSearch:
    """Mixed into a table that is searched by its normalised columns."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, normalise(search_term))


class ReadOnly:
    """Mixed into a table or an inline that is only read."""

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class NamedCells(forms.BaseInlineFormSet):
    """The rows of a tabular inline, each cell with a name: the stock one leaves it to sight."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # wrapped around a relation
            if field.label and not widget.is_hidden:
                widget.attrs.setdefault("aria-label", str(field.label))


class RowsInline(admin.TabularInline):
    """The rows that hang on a record, without empty ones."""

    formset = NamedCells
    extra = 0


class SharedChoices:
    """Mixed into an inline: the choices of a foreign key are read once, not once a row."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = [(str(value), label) for value, label in field.choices]
        return field
