"""« Remplacer », from the form of a person, from the list and from the desk."""

from copy import copy
from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from correspondents.confirmation.departures import accounts_of
from correspondents.confirmation.succession import AsksWho, SuccessorForm, eve_of, replace
from correspondents.models import AccessRecord, Correspondent
from correspondents.models.newcomers import first_switches
from correspondents.models.person_fields import PLACE, SWITCHES, names
from correspondents.records.admin.pages import ActsPages
from correspondents.records.admin.tables import section
from correspondents.records.refusals import MOVED
from correspondents.records.reviews import ActReview, reviewed

SECTIONS = [
    section("Qui arrive", ("civility", "first_name", "last_name"), "function"),
    section("Coordonnées", tuple(names(is_address=True))),
    section("Fonction", ("started_on", "ended_on")),
    section("Ce que voit le public", tuple(SWITCHES[:2]), tuple(SWITCHES[2:])),
    section("Place", tuple(names(part=PLACE))),
]


class SuccessionEntryForm(AsksWho, forms.ModelForm):
    """An entry; of a vacancy it shows what will be public of the person who is entered there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_vacant:
            self.initial |= first_switches()


class Succession(ActsPages):
    """Mixed into the table of correspondents."""

    own_pages = {"<int:pk>/remplacer/": "replace"}

    def replace_view(self, request, pk):
        """GET asks who comes, and from which day; POST ends one tenure and opens the other."""
        former = self.record_of(request, pk)
        message = review = None
        with transaction.atomic():
            form = self.successor_form(request, former)
            if form.is_valid():
                self.wait_for_others()
                message, review = self.write_replacement(request, former, form)
        if review:
            return self.review_page(request, review)
        if message:
            return self.done(request, form.instance, message, "change")
        title = "Pourvoir une place vacante" if former.is_vacant else f"Remplacer {former}"
        response = self.page(
            request,
            "correspondent/replace",
            title,
            former=former,
            form=form,
            fieldsets=AdminForm(form, SECTIONS, {}),
            seen=request.POST.get("_seen") or self.last_event(str(pk)),
        )
        self.note(request, AccessRecord.What.RECORD, response, pk)
        return response

    def successor_form(self, request, former):
        """What was typed over the entry, in its own form, is shown first, with the first day."""
        widgets = partial(self.formfield_for_dbfield, request=request)
        successor_form = forms.modelform_factory(
            Correspondent, SuccessorForm, formfield_callback=widgets
        )
        if "another_person" not in request.POST:
            return successor_form(request.POST or None, former=former)
        entry_form = self.get_form(request, former, change=True)
        typed = entry_form(request.POST, instance=copy(former)).typed
        return successor_form(initial=typed, former=former)

    def write_replacement(self, request, former, form):
        """(what was done, the ActReview to be read first); the form says why it is refused."""
        if request.POST.get("_seen") != self.last_event(str(former.pk)):
            form.add_error(None, MOVED)
            return None, None
        asks = partial(replacement_review, former, form.instance)
        message, refusals, review = reviewed(
            request, asks, do_replace, former, form.instance, request.user
        )
        for refusal in refusals:
            form.add_error(None, refusal)
        return message, review

    def save_model(self, request, obj, form, change):
        if change:
            form.receive()
        super().save_model(request, obj, form, change)

    @admin.display(description="Succession")
    def replace_link(self, person):
        """For who holds a place today or later; the desk leads to the places of those who left."""
        if person.ended_on and person.ended_on < timezone.localdate():
            return ""
        address = reverse("admin:correspondents_correspondent_replace", args=[person.pk])
        verb = "Pourvoir" if person.is_vacant else "Remplacer"
        link = '<a href="{}" aria-label="{} : {}, {}">{}</a>'
        return format_html(link, address, verb, person, person.post, verb)


def replacement_review(former, successor):
    """The ActReview of a replacement; None of a vacancy that is filled: nobody leaves."""
    if former.is_vacant:
        return None
    facts = [
        ("Départ", f"{former}, {former.get_role_display()} : {former.post}"),
        ("Dernier jour", date_format(eve_of(successor), "j F Y")),
        ("Arrivée", str(successor)),
    ]
    sentences = [
        "Aucun bouton ne l’annule : chaque fiche se corrige ensuite à la main.",
        "Les liens envoyés à qui part ne servent plus.",
    ]
    sentences += [f"Le compte {account.email} est fermé." for account in accounts_of(former)]
    return ActReview(
        "Voici ce que vous enregistrez",
        "Enregistrer le remplacement",
        facts,
        sentences,
        is_final=False,
    )


def do_replace(former, successor, by):
    """Replace; return a sentence about it."""
    replace(former, successor, by=by)
    if former.is_vacant:
        return f"{successor} est en fonction."
    return f"{successor} succède à {former}."
