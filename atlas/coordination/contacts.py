"""The contacts of the French authorities that work in a post's countries: entered, corrected.

Personal data, never published: each reading is in the access log, each agreement has a day and an
origin, and `apply_retention` deletes what is no longer agreed to.
"""

from copy import copy
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView

from atlas.models import AuthorityContact
from atlas.models.contacts import working_where_seen
from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.text import words_of
from correspondents.space.base import Written, WrittenRow
from correspondents.spreadsheets.characters import bare

from .forms import AuthorityContactForm, KnownContactForm
from .space import OfCoordination

ALL, WITH, WITHOUT = "", "avec", "sans"
FILTERS = [(ALL, "Toutes"), (WITH, "Avec un contact"), (WITHOUT, "Sans contact")]


class Contacts(OfCoordination, ListView):
    """The authorities at work in the account's countries, each with its contacts."""

    template_name = "atlas/coordination/contacts.html"
    context_object_name = "authorities"
    paginate_by = 25

    @property
    def search(self):
        return " ".join(bare(self.request.GET.get("q", "")).split())[:100]

    @property
    def state(self):
        state = self.request.GET.get("contact")
        return state if state in (WITH, WITHOUT) else ALL

    def get_queryset(self):
        rows = working_where_seen(self.request.user).with_parents()
        for word in words_of(self.search):
            rows = rows.filter(name_norm__contains=word)
        if self.state:
            contacts = AuthorityContact.objects.filter(authority=OuterRef("pk"))
            rows = rows.filter(Exists(contacts) if self.state == WITH else ~Exists(contacts))
        return rows.prefetch_related("contacts").order_by("name_norm", "pk")

    def paginate_queryset(self, queryset, page_size):
        """A page that is not one is the nearest that is."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        rows = sum(len(authority.contacts.all()) for authority in context["authorities"])
        if rows:
            record_access(self.request.user, AccessRecord.What.SPACE, subject="contacts", rows=rows)
        return context | {"filters": FILTERS, "state": self.state, "q": self.search}


class WrittenContact(OfCoordination, Written):
    """A contact on screen: a new one, or one to be corrected."""

    template_name = "atlas/coordination/contact.html"
    submit_label = "Enregistrer le contact"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.contact)}

    def get_success_url(self):
        query = urlencode({"q": self.contact.authority.name})
        return f"{reverse('space_authority_contacts')}?{query}"

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            authority=self.contact.authority,
            consent_months=settings.RETENTION_CONSENTS_MONTHS,
        )


class ContactAdd(WrittenContact):
    """Somebody of an authority that works in the account's countries."""

    form_class = AuthorityContactForm
    form_title = "Ajouter un contact"

    def find(self):
        rows = working_where_seen(self.request.user)
        authority = get_object_or_404(rows.coded(self.kwargs["code"]))
        self.contact = AuthorityContact(authority=authority)

    def write(self, form):
        form.instance.save()
        authority = self.contact.authority
        return f"On peut inviter {form.instance.name} au nom de : {authority.name}."

    def get_success_url(self):
        """Back to the invitation that lacked somebody, if one leads here."""
        territory = self.request.GET.get("invitation", "")
        if territory.isascii() and territory.isdecimal():
            return reverse("space_invite", args=[territory])
        return super().get_success_url()


class ContactEdit(WrittenContact, WrittenRow):
    """A correction; the day of a withdrawal closes at once the links sent."""

    form_class = KnownContactForm
    form_title = "Corriger un contact"

    @property
    def rows(self):
        return AuthorityContact.objects.visible_to(self.request.user).select_related("authority")

    @property
    def contact(self):
        return self.row

    def write(self, form):
        form.instance.save()
        if {"email", "withdrawn_on"} & set(form.changed_data):
            form.instance.close_links()
        return f"Le contact {form.instance.name} est enregistré."

    def get_context_data(self, **context):
        record_access(self.request.user, AccessRecord.What.SPACE, subject=self.row.pk)
        return super().get_context_data(**context)
