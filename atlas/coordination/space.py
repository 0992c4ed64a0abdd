"""The screens of posts about shared territories; the delegation opens the same ones."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from atlas.models import CoordinationNote, Dismissal, ForeignAuthority, Meeting, Partnership
from correspondents.models import Country
from correspondents.space.base import Discard, OneRow, Screen, Written, WrittenRow

from .forms import DismissalForm, NoteForm
from .open_signals import authorities_at, known_to, waiting
from .radar import signals

BY_PAGE, SHOWN = 25, 8
LATEST = 30  # notes, dismissals and meetings on the first screen


class OfCoordination(Screen):
    """The base of the screens; the delegation has no post, and decides everywhere."""

    section = "coordination"

    def known_at(self, territory):
        """The keys of the authorities that work there, as far as the account sees."""
        return authorities_at(territory, self.request.user)

    def get_success_url(self):
        return reverse("space_coordination")


class OneTerritory(OfCoordination, OneRow):
    """A screen of a territory that the account may see."""

    @property
    def rows(self):
        return ForeignAuthority.objects.visible_to(self.request.user).with_country()


class CoordinationHome(OfCoordination, TemplateView):
    """The signals that wait, then the dismissals, the notes and the meetings."""

    template_name = "atlas/coordination/home.html"

    @cached_property
    def authorities(self):
        return known_to(self.request.user)

    def get_context_data(self, **context):
        user = self.request.user
        paginator = Paginator(waiting(user, self.authorities), BY_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        keys = [row.territory for row in page]
        dismissed = Dismissal.objects.felt_by(user).select_related("territory", "post")
        return super().get_context_data(
            **context,
            page_obj=page,
            signals=signals(keys, Partnership.objects.visible_to(user), most=SHOWN),
            dismissed=dismissed[:LATEST],
            notes=CoordinationNote.objects.visible_to(user).with_places().latest_first()[:LATEST],
            meetings=Meeting.objects.visible_to(user).with_places()[:LATEST],
        )


class NoteWritten(OfCoordination, Written):
    """A note on screen: a new one, or one to be corrected."""

    template_name = "atlas/coordination/form.html"
    form_class = NoteForm
    submit_label = "Enregistrer la note"

    def get_form_kwargs(self):
        abroad = Country.objects.filter(is_french=False).visible_to(self.request.user)
        own = {"countries": abroad.in_french_order(), "instance": copy(self.note)}
        return {**super().get_form_kwargs(), **own}

    def write(self, form):
        note = form.instance
        if note.territory_id:
            note.known = sorted({*note.known, *self.known_at(note.territory)})
        note.save()
        return "La note est enregistrée. Elle est interne."


class NoteAdd(NoteWritten):
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


class NoteEdit(NoteWritten, WrittenRow):
    """Once published it is the delegation's to change."""

    form_title = "Corriger une note de coordination"

    @property
    def rows(self):
        return CoordinationNote.objects.visible_to(self.request.user).with_places()

    @property
    def note(self):
        return self.row

    def write(self, form):
        if self.row.is_public and not self.request.user.is_delegation:
            raise ValidationError(
                "Cette note est publiée : demandez à la délégation de la corriger ou de la retirer."
            )
        super().write(form)
        return "La note est corrigée."

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.note.territory, note=self.note)


class NoteDiscard(OfCoordination, OneRow, Discard):
    """« Supprimer cette note »: an internal one; a public one is the delegation's to withdraw."""

    discard_title, discard_label = "Supprimer cette note", "Supprimer la note"

    @property
    def rows(self):
        return CoordinationNote.objects.visible_to(self.request.user).with_places()

    @property
    def record(self):
        return self.row

    def facts(self):
        return [("Note", str(self.row)), ("Texte", self.row.text)]

    def check(self):
        if self.row.is_public:
            raise ValidationError(
                "Cette note est publiée : demandez à la délégation de la retirer."
            )

    def get_back_url(self):
        return reverse("space_note", args=[self.row.pk])


class Dismiss(OneTerritory, Written):
    """The signal asks for nothing, for a reason: it stays away until a newcomer."""

    template_name = "atlas/coordination/form.html"
    form_class = DismissalForm
    submit_label = "Écarter ce signal"

    @property
    def form_title(self):
        return f"Écarter le signal : {self.row.name}"

    def get_form_kwargs(self):
        user = self.request.user
        dismissal = Dismissal(territory=self.row, post=user.post, dismissed_by=str(user)[:160])
        return {**super().get_form_kwargs(), "instance": dismissal}

    def write(self, form):
        dismissal = form.instance
        dismissal.known = sorted(self.known_at(self.row))
        if not dismissal.known:
            raise ValidationError("Une seule collectivité y travaille : il n’y a rien à écarter.")
        dismissal.save()
        return f"{self.row.name} : signal écarté, jusqu’à l’arrivée d’une autre collectivité."

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.row, is_dismissal=True)


class Restore(OfCoordination, OneRow, View):
    """A dismissal deleted, by its post or the delegation."""

    http_method_names = ["post", "options"]

    @property
    def rows(self):
        return Dismissal.objects.visible_to(self.request.user).select_related("territory")

    def post(self, request, pk):
        name = self.row.territory.name
        self.row.delete()
        messages.success(request, f"{name} : le signal attend de nouveau.")
        return redirect("space_coordination")
