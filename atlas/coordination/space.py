"""The screens of posts about shared territories; the delegation opens the same ones."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from atlas.models import CoordinationNote, Dismissal, ForeignAuthority, Meeting
from correspondents.space.base import Screen, Written

from .forms import DismissalForm, NoteForm, countries_of
from .radar import signals
from .waiting import authorities_at, known_to, seen_by, waiting

BY_PAGE, SHOWN = 25, 8
LATEST = 30  # notes, dismissals and meetings on the first screen


class OfCoordination(Screen):
    """What the screens have in common; the delegation has no post, and decides everywhere."""

    here = "coordination"

    @cached_property
    def post_of_screen(self):
        return self.request.user.post

    def known_at(self, territory):
        """The keys of the authorities that work there, as far as the account sees."""
        return authorities_at(territory, self.request.user)

    def get_success_url(self):
        return reverse("space_coordination")


class About(OfCoordination):
    """A screen about one row that the account may see; any other is a 404, on every verb."""

    def find(self):
        self.about = self.read(self.request.user, self.kwargs["pk"])

    def read(self, user, pk):
        places = ForeignAuthority.objects.visible_to(user).with_country()
        return get_object_or_404(places, pk=pk)


class CoordinationHome(OfCoordination, TemplateView):
    """The signals that wait, then what was written, dismissed and answered."""

    template_name = "atlas/coordination/home.html"

    @cached_property
    def known(self):
        return known_to(self.request.user)

    def get_context_data(self, **context):
        user = self.request.user
        page = Paginator(waiting(user, self.known), BY_PAGE).get_page(self.request.GET.get("page"))
        keys = [group.territory for group in page]
        dismissed = Dismissal.objects.felt_by(user).select_related("territory", "post")
        return super().get_context_data(
            **context,
            page_obj=page,
            signals=signals(keys, seen_by(user), most=SHOWN),
            dismissed=dismissed[:LATEST],
            notes=CoordinationNote.objects.visible_to(user).with_places().latest_first()[:LATEST],
            meetings=Meeting.objects.visible_to(user).with_places()[:LATEST],
        )


class NoteWritten(Written):
    """A note on screen: a new one, or one to be corrected."""

    template_name = "atlas/coordination/form.html"
    form_class = NoteForm
    submit_label = "Enregistrer la note"

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "countries": countries_of(self.request.user)}
        return {**kwargs, "instance": copy(self.note)}

    def write(self, form):
        note = form.instance
        if note.territory_id:
            note.known = sorted({*note.known, *self.known_at(note.territory)})
        note.save()
        return "La note est enregistrée. Elle est interne."


class NoteAdd(OfCoordination, NoteWritten):
    """About the territory of `?territoire=`, one that the account may see; else a country."""

    form_title = "Écrire une note de coordination"

    @cached_property
    def note(self):
        user = self.request.user
        note = CoordinationNote(post=user.post, written_by=str(user)[:160])
        if (number := self.request.GET.get("territoire", "")).isascii() and number.isdigit():
            places = ForeignAuthority.objects.visible_to(user).select_related("country")
            note.territory = get_object_or_404(places, pk=number)
            note.country = note.territory.country
        return note

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.note.territory)


class NoteEdit(About, NoteWritten):
    """Once published it is the delegation's to change."""

    form_title = "Corriger une note de coordination"

    def read(self, user, pk):
        notes = CoordinationNote.objects.visible_to(user).with_places()
        return get_object_or_404(notes, pk=pk)

    @property
    def note(self):
        return self.about

    record = note

    def lock(self):
        rows = CoordinationNote.objects.select_for_update(of=["self"])
        self.about = get_object_or_404(
            rows.visible_to(self.request.user).with_places(), pk=self.about.pk
        )

    def write(self, form):
        if self.about.is_public and not self.request.user.is_delegation:
            raise ValidationError(
                "Cette note est publiée : demandez à la délégation de la corriger ou de la retirer."
            )
        super().write(form)
        return "La note est corrigée."

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.note.territory, note=self.note)


class Dismiss(About, Written):
    """The signal asks for nothing, for a reason: it stays away until a newcomer."""

    template_name = "atlas/coordination/form.html"
    form_class = DismissalForm
    submit_label = "Écarter ce signal"

    @property
    def form_title(self):
        return f"Écarter le signal : {self.about.name}"

    def get_form_kwargs(self):
        user = self.request.user
        dismissal = Dismissal(territory=self.about, post=user.post, dismissed_by=str(user)[:160])
        return {**super().get_form_kwargs(), "instance": dismissal}

    def write(self, form):
        dismissal = form.instance
        dismissal.known = sorted(self.known_at(self.about))
        if not dismissal.known:
            raise ValidationError("Une seule collectivité y travaille : il n’y a rien à écarter.")
        dismissal.save()
        return f"{self.about.name} : signal écarté, jusqu’à l’arrivée d’une autre collectivité."

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.about, is_dismissal=True)


class Restore(About, View):
    """A dismissal taken back, by who may have written it."""

    http_method_names = ["post", "options"]

    def read(self, user, pk):
        return get_object_or_404(
            Dismissal.objects.visible_to(user).select_related("territory"), pk=pk
        )

    def post(self, request, pk):
        name = self.about.territory.name
        self.about.delete()
        messages.success(request, f"{name} : le signal attend de nouveau.")
        return redirect("space_coordination")
