"""Who comes, who goes, who is away, and what one hands over to the next."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.confirmation import departures, succession
from correspondents.desk.post_tasks import ARRIVAL_SOURCE, post_tasks
from correspondents.directory.answers import covered_countries
from correspondents.models import Absence, Correspondent, Handover, Proposal
from correspondents.records.contractions import of
from correspondents.records.reviews import ActReview

from .base import OneEntry, OwnPost, Written
from .forms import (
    AbsenceForm,
    ArrivalForm,
    DepartureForm,
    EntryForm,
    HandoverForm,
    ReplacementForm,
)
from .views import Act


class Arrival(OwnPost, Written):
    """A new entry. Who drafts enters it too: it is public at once, as an entry to confirm.

    A proposal names an object that exists: an arrival has none. So the entry carries a doubt
    from its first day (`is_new_arrival`), which only who validates lifts: « Confirmer l’arrivée ».
    """

    section = "contacts"
    template_name = "correspondents/space/form.html"
    form_class = ArrivalForm
    form_title = "Enregistrer une arrivée"
    submit_label = "Enregistrer l’arrivée"

    def get_form_kwargs(self):
        post, decides = self.post_of_screen, self.decides
        return {**super().get_form_kwargs(), "post": post, "decides": decides}

    def get_initial(self):
        role = self.request.GET.get("role")
        return {"role": role} if role in Correspondent.Role else {}

    def write(self, form):
        person, user = form.instance, self.request.user
        person.source = ARRIVAL_SOURCE
        succession.end_vacancies(person)
        if not self.decides:
            person.to_confirm_since = timezone.localdate()
        form.save()
        if self.decides:
            person.verify(by=user)
        if leaver := form.cleaned_data["replaces"]:
            succession.hand_over(leaver, person, by=user)
        if self.decides:
            return f"{person} est enregistré dans l’annuaire."
        return f"{person} est enregistré « à confirmer », en attendant qui valide à votre poste."


def closing(person, on, button, successor=None):
    """The ActReview of a departure that closes accounts at once; None of one that is undone."""
    accounts = departures.accounts_of(person) if on <= timezone.localdate() else []
    if not accounts:
        return None
    facts = [("Départ", str(person)), ("Dernier jour", date_format(on, "j F Y"))]
    return ActReview(
        "Voici ce que vous enregistrez",
        f"{button}, sans retour",
        facts + ([("Arrivée", str(successor))] if successor else []),
        [
            f"Sans retour au poste : le compte {account.email} est fermé aussitôt, et la "
            "délégation seule le rouvre."
            for account in accounts
        ],
    )


class Departure(OneEntry, Written):
    """The last day of somebody: recorded by who validates, announced by who drafts."""

    template_name = "correspondents/space/form.html"
    form_class = DepartureForm
    submit_label, proposal_label = "Enregistrer le départ", "Annoncer le départ"

    @property
    def form_title(self):
        return f"Départ {of(self.person)}"

    def get_initial(self):
        """The day already known, else the one that was announced."""
        if self.person.ended_on:
            return {"ended_on": self.person.ended_on}
        proposal = Proposal.objects.pending().about(self.person).filter(field="ended_on").last()
        return {"ended_on": proposal.new} if proposal else {}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.person}

    def review(self, form):
        on = form.cleaned_data["ended_on"]
        return closing(self.person, on, self.submit_label) if self.decides else None

    def write(self, form):
        on, user = form.cleaned_data["ended_on"], self.request.user
        if self.decides:
            departures.record(self.person, on=on, by=user)
            return f"Départ {of(self.person)} enregistré : {date_format(on, 'j F Y')}."
        departures.announce(self.person, on=on, by=user)
        return "Le départ est annoncé à qui valide à votre poste."

    def get_success_url(self):
        """Who has just closed his own account finds the site, not the sign-in."""
        self.request.user.refresh_from_db()
        return super().get_success_url() if self.request.user.is_active else reverse("home")

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            accounts=departures.accounts_of(self.person) if self.decides else [],
            is_departure=True,
        )


class Replacement(OneEntry, Written):
    """« Remplacer »: a departure and an arrival in one act, by who validates."""

    template_name = "correspondents/space/form.html"
    form_class = ReplacementForm
    submit_label = "Enregistrer le remplacement"

    def find(self):
        super().find()
        if not self.decides:
            raise PermissionDenied

    @property
    def form_title(self):
        return f"Remplacer {self.person}"

    def post(self, request, *args, **kwargs):
        """What was typed over the entry, in its own form, is shown first, with the first day."""
        if "another_person" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed = EntryForm(request.POST, instance=copy(self.person)).typed
        return self.render_to_response(
            self.get_context_data(form=ReplacementForm(initial=typed, former=self.person))
        )

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "former": self.person}

    def review(self, form):
        on, ended_on = succession.eve_of(form.instance), self.person.ended_on
        if ended_on and ended_on <= on:
            return None
        return closing(self.person, on, self.submit_label, successor=form.instance)

    def write(self, form):
        person, user = form.instance, self.request.user
        person.source = ARRIVAL_SOURCE
        succession.replace(self.person, person, by=user)
        person.verify(by=user)
        return f"{person} succède à {self.person}."

    def get_context_data(self, **context):
        return super().get_context_data(
            **context, accounts=departures.accounts_of(self.person), is_replacement=True
        )


class AbsenceList(OneEntry, Written):
    """When somebody is away, and who answers meanwhile: written at once, by anybody of the post."""

    template_name = "correspondents/space/absences.html"
    form_class = AbsenceForm
    submit_label = "Noter l’absence"
    record = None

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.person}

    def write(self, form):
        absence = form.save()
        return f"Absence notée jusqu’au {date_format(absence.ends_on, 'j F Y')}."

    def get_success_url(self):
        return reverse("space_absences", args=[self.person.pk])

    def get_context_data(self, **context):
        absences = Absence.objects.filter(correspondent=self.person).coming()
        return super().get_context_data(
            **context, absences=absences.select_related("stand_in"), today=timezone.localdate()
        )


class AbsenceEnd(Act):
    """« De retour »: the absence ends now."""

    def find(self):
        rows = Absence.objects.visible_to(self.request.user).select_related("correspondent__post")
        self.absence = get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def post_of_screen(self):
        return self.absence.correspondent.post

    @transaction.atomic
    def post(self, request, pk):
        self.absence.end()
        return self.back(f"{self.absence.correspondent} est de retour.")


class StillThere(OneEntry, Act):
    """« Toujours en poste »: by who validates."""

    @transaction.atomic
    def post(self, request, pk):
        self.lock()
        if not self.decides:
            raise PermissionDenied
        if not self.person.hidden_since:
            return self.back(f"{self.person} : déjà de nouveau publié.")
        departures.deny(self.person, by=request.user)
        return self.back(f"{self.person} est de nouveau sur les pages publiques.")


class HandoverSheet(OneEntry, Written):
    """All that the next one needs, on a page that prints: people, coverage, tasks, notes."""

    template_name = "correspondents/space/handover.html"
    form_class = HandoverForm
    submit_label = "Enregistrer la fiche"

    @property
    def record(self):
        return Handover.objects.filter(leaver=self.person).first()

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "leaver": self.person}
        return {**kwargs, "instance": self.record}

    def write(self, form):
        form.instance.written_by = str(self.request.user)[:160]
        form.instance.updated_at = timezone.now()
        form.save()
        return "La fiche de passation est enregistrée."

    def get_success_url(self):
        return reverse("space_handover", args=[self.person.pk])

    def get_context_data(self, **context):
        post, today = self.person.post, timezone.localdate()
        people = Correspondent.objects.filter(post=post, is_vacant=False)
        absences = Absence.objects.filter(correspondent__post=post).coming()
        return super().get_context_data(
            **context,
            post=post,
            sheet=self.record,
            today=today,
            people=people.exclude(ended_on__lt=today).in_answer_order(),
            coverages=covered_countries(post),
            absences=absences.select_related("correspondent", "stand_in"),
            tasks=[t for t in post_tasks(self.request.user) if t.kind != "Votre prise de fonction"],
        )
