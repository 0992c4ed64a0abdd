"""The inventory of the countries that a post serves: confirmed, corrected, completed."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView, TemplateView, View

from atlas.models import Contribution, Partnership
from atlas.models.partnerships import CONFIRMATION
from atlas.review.partnership import PartnershipReview
from correspondents.models import Country
from correspondents.proposals.form_changes import propose
from correspondents.proposals.waiting import WithWaiting, waiting_about
from correspondents.records.refusals import attempt
from correspondents.records.undo import MOVED_ON, take_back
from correspondents.space.base import OneRow, Screen, WrittenRow
from correspondents.space.views import validators

from .completeness import CRITERIA, missing_in, scored
from .forms import RecordForm
from .rows import SHORTLY, Answers, is_confirmed_lately, states, with_marks
from .undo import additions

TO_CONFIRM, ALL = "", "tous"
CONFIRMED = CRITERIA["confirmed_on"].label  # each row says it in words already
FILTERS = [(TO_CONFIRM, "À confirmer"), (ALL, "Tous")]


class InventoryScreen(Screen):
    """A screen of the partnerships that the account may see; any other is a 404."""

    section = "inventory"

    @property
    def partnerships(self):
        return Partnership.objects.visible_to(self.request.user)

    @property
    def author(self):
        """The name that confirms in public: the post's, never a person's."""
        return self.post_of_screen or settings.DELEGATION_NAME

    def country_url(self, country):
        return reverse("space_inventory_country", args=[country.pk.lower()])


class InventoryHome(InventoryScreen, TemplateView):
    """The state of each country's inventory."""

    template_name = "atlas/inventory/home.html"

    def get_context_data(self, **context):
        countries = states(self.partnerships)
        return super().get_context_data(**context, states=countries, post=self.post_of_screen)


class InventoryCountry(InventoryScreen, ListView):
    """A country's inventory, row by row: « toujours exact », status, missing fields."""

    template_name = "atlas/inventory/country.html"
    paginate_by = 25

    def find(self):
        """The country of the address, which the account serves; the delegation, all of them."""
        served = Country.objects.filter(is_french=False).visible_to(self.request.user)
        self.country = get_object_or_404(served, pk=self.kwargs["iso2"].upper())

    @property
    def rows(self):
        return self.partnerships.in_country(self.country)

    @property
    def state(self):
        return ALL if self.request.GET.get("etat") == ALL else TO_CONFIRM

    @property
    def text(self):
        """What is looked for among the names of both sides."""
        return self.request.GET.get("q", "").replace("\0", "").strip()[:120]

    def news(self):
        """The new partnerships proposed here, that wait."""
        new = Contribution.objects.filter(country=self.country, is_new=True, partnership=None)
        new = new.select_related("lead", "partner")
        waiting = waiting_about(new, user=self.request.user, remarks=True)
        return [sent for rows in waiting.values() for sent in rows]

    def get_queryset(self):
        rows = self.rows.matching(self.text) if self.text else self.rows
        rows = rows.in_reading_order() if self.state == ALL else rows.to_confirm()
        return scored(rows.with_sides())

    def post(self, request, iso2):
        answers = Answers.read(request.POST)
        answers.write(self.rows, change=self.change, by=self.author)
        for level, message in self.results(answers):
            level(request, message)
        return HttpResponseRedirect(request.get_full_path())

    def change(self, partnership, status):
        """Write the status, or propose it to the validator."""
        if self.decides:
            PartnershipReview(partnership).accept_changes({"status": status}, by=self.request.user)
        else:
            changes = [("status", partnership.status, status)]
            propose(partnership, changes, post=self.post_of_screen, by=self.request.user)

    def results(self, answers):
        """The results as [(level, sentence)]."""
        if number := len(answers.confirmed):
            s = "s" if number > 1 else ""
            yield messages.success, f"{number} partenariat{s} confirmé{s} aujourd’hui."
        if number := len(answers.changed):
            s = "s" if number > 1 else ""
            done = f"enregistré{s}" if self.decides else "proposé à qui valide"
            yield messages.success, f"{number} changement{s} d’état {done}."
        for row in answers.moved:
            yield (
                messages.error,
                f"{row} : la fiche a changé pendant que vous la lisiez, rien n’y a été enregistré. "
                "Relisez sa ligne.",
            )
        if not (answers.confirmed or answers.changed or answers.moved):
            yield messages.warning, "Aucune ligne n’est cochée : rien n’a été enregistré."

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        rows = with_marks(context["object_list"])
        waiting = waiting_about([row.partnership for row in rows], user=self.request.user)
        own = additions([row.partnership for row in rows], self.request.user)
        for row in rows:
            row.is_own_addition = row.partnership.pk in own
            row.waiting = waiting.get(row.partnership.pk, [])
            row.missing = [label for label in missing_in(row.partnership) if label != CONFIRMED]
            row.is_reserved = row.partnership.status in Partnership.RESERVED
        total = next(iter(states(self.rows)), None)
        return context | {
            "country": self.country,
            "rows": rows,
            "total": total,
            "filters": FILTERS,
            "state": self.state,
            "statuses": SHORTLY.items(),
            "text": self.text,
            "news": self.news(),
            "validators": [] if self.decides else validators(self.post_of_screen),
        }


class OnePartnership(InventoryScreen, WrittenRow):
    """A form about one partnership of the account's countries."""

    @property
    def rows(self):
        return self.partnerships.select_related("lead", "partner__country")

    @property
    def partnership(self):
        return self.row

    def get_success_url(self):
        return self.country_url(self.partnership.partner.country)

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            partnership=self.partnership,
            country=self.partnership.partner.country,
            validators=[] if self.decides else validators(self.post_of_screen),
        )


class CorrectPartnership(WithWaiting, OnePartnership):
    """The record's fields: a validator writes and confirms them, a drafter proposes them."""

    template_name = "atlas/inventory/record.html"
    form_class = RecordForm

    @property
    def submit_label(self):
        return "Enregistrer et confirmer" if self.decides else "Proposer la correction"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.partnership)}

    def write(self, form):
        partnership, user = self.partnership, self.request.user
        if not self.decides:
            return propose(partnership, form.changes, post=self.post_of_screen, by=user)
        changes = {name: new for name, _, new in form.changes}
        PartnershipReview(partnership).accept_changes(changes, by=user)
        partnership.verify(by=self.author)
        return f"{partnership} : enregistré et confirmé aujourd’hui."

    def get_context_data(self, **context):
        record = scored(Partnership.objects.filter(pk=self.partnership.pk)).get()
        return super().get_context_data(
            **context,
            agreements=self.partnership.agreements.all(),
            is_own_addition=additions([self.partnership], self.request.user),
            missing=missing_in(record),
            completeness=record.completeness,
        )


class Unconfirm(OneRow, InventoryScreen, View):
    """« Annuler », for a day after the post confirmed the record: it waits as before."""

    http_method_names = ["post", "options"]

    @property
    def rows(self):
        return self.partnerships.select_related("partner__country")

    @transaction.atomic
    def post(self, request, pk):
        row = self.rows.select_for_update(of=["self"]).get(pk=pk)
        refusals = [MOVED_ON]
        if row.confirmed_by == str(self.author) and is_confirmed_lately(row):
            _, refusals = attempt(take_back, row, CONFIRMATION)
        if refusals:
            messages.error(request, f"{row} : {refusals[0]}")
        else:
            messages.success(request, f"{row} : la confirmation est annulée.")
        return HttpResponseRedirect(self.country_url(row.partner.country))
