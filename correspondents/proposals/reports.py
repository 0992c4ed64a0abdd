"""« Signaler une erreur »: anybody tells, nobody is marked, the post and the delegation review."""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView
from dsfr.forms import DsfrBaseForm

from correspondents.directory.publication import publish
from correspondents.mailing.robots import PublicForm, RobotProof
from correspondents.models import Correspondent, Proposal

from .notices import tell_post

OTHER = "other"
WRONG = {
    "gone": "La personne n’est plus en poste",
    "name": "Le nom ou la fonction est inexact",
    "address": "L’adresse ou le téléphone ne répond pas",
    "competence": "Ce n’est pas la bonne personne pour ce pays",
    OTHER: "Autre chose",
}


class ReportForm(RobotProof, DsfrBaseForm):
    wrong = forms.ChoiceField(
        label="Qu’est-ce qui est inexact ?",
        choices=list(WRONG.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui est inexact."},
    )
    right = forms.CharField(
        label="Que faudrait-il lire ?",
        help_text="Facultatif, sauf pour « Autre chose ». N’écrivez ici aucune donnée sensible.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Facultatif : pour savoir ce qui a été décidé. Exemple : nom@commune.example",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Une adresse s’écrit comme nom@commune.example."},
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wrong") == OTHER and not cleaned.get("right"):
            self.add_error("right", "Dites ce qui est inexact et ce qu’il faudrait lire.")
        return cleaned

    @property
    def comment(self):
        """The report in words, for who reviews it."""
        right = self.cleaned_data["right"]
        return WRONG[self.cleaned_data["wrong"]] + (f" : {right}" if right else "")


class ReportError(PublicForm):
    """The form of one published contact; of anybody else it is a 404."""

    form_class = ReportForm
    template_name = "correspondents/proposals/report_error.html"
    success_url = reverse_lazy("report_received")
    action = "report"
    too_many = (
        "Trop de signalements sont partis de votre connexion depuis une heure : "
        "réessayez plus tard, ou écrivez à la délégation.",
        "Ce contact a déjà été signalé plusieurs fois aujourd’hui : "
        "le poste et la délégation vont l’examiner. Rien d’autre n’est nécessaire.",
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        published = Correspondent.objects.published().with_post()
        self.person = get_object_or_404(published, pk=self.kwargs["pk"])

    def get_context_data(self, **context):
        return super().get_context_data(contact=publish(self.person), **context)

    def receive(self, form):
        report = Proposal.objects.create(
            target=self.person,
            post=self.person.post,
            origin=Proposal.Origin.PUBLIC,
            comment=form.comment,
            from_email=form.cleaned_data["email"],
        )
        tell_post(report, key=f"report {self.person.pk}, {timezone.localdate()}")

    def most(self, form):
        return self.person.pk, settings.REPORTS_PER_DAY


class ReportReceived(TemplateView):
    """The same thanks to everybody: a robot learns nothing from them."""

    template_name = "correspondents/proposals/report_received.html"
