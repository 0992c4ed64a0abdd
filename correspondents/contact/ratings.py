"""« Cette page vous a-t-elle été utile ? », on a page of its own: kept pages bear no token."""

from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from dsfr.forms import DsfrBaseForm

from correspondents.mailing.robots import PublicForm, RobotProof
from correspondents.models import PageRating

CLOSED = ("/admin/", "/espace-poste/", "/compte/", "/demonstration/")
YES, NO = "oui", "non"


class RatingForm(RobotProof, DsfrBaseForm):
    useful = forms.ChoiceField(
        label="Cette page vous a-t-elle été utile ?",
        choices=[(YES, "Oui"), (NO, "Non")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )
    text = forms.CharField(
        label="Que cherchiez-vous, que manquait-il ?",
        help_text="Facultatif. N’écrivez ni nom, ni adresse, ni téléphone : personne ne répond.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RatePage(PublicForm):
    """The form about the page of `?page=`; what is no open page of ours is the site as a whole."""

    form_class = RatingForm
    template_name = "correspondents/contact/page_rating.html"
    success_url = reverse_lazy("page_rated")
    action = "rating"
    too_many = (
        "Trop de réponses sont parties de votre connexion depuis une heure : réessayez plus tard.",
        "Cette page a déjà reçu beaucoup de réponses aujourd’hui : merci, revenez demain.",
    )

    @cached_property
    def page(self):
        page = self.request.GET.get("page", "")[:200]
        try:
            is_open = "token" not in resolve(page).kwargs and not page.startswith(CLOSED)
        except Resolver404:
            return "/"
        return page if is_open else "/"

    def get_context_data(self, **context):
        here = settings.SITE_URL + self.request.path  # without the page that was asked about
        return super().get_context_data(**context, page=self.page, paper_address=here)

    def receive(self, form):
        answer = form.cleaned_data
        PageRating.objects.create(
            page=self.page, is_useful=answer["useful"] == YES, text=answer["text"]
        )

    def most(self, form):
        return self.page, settings.CONTACTS_PER_DAY


class PageRated(TemplateView):
    """The same thanks to everybody: a robot learns nothing from them."""

    template_name = "correspondents/contact/page_rated.html"
