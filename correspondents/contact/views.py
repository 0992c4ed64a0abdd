"""« Écrire au poste », from the page of a country or territory."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from correspondents.directory.answers import Answer
from correspondents.mailing.robots import PublicForm
from correspondents.models import Country

from .forms import ContactForm
from .sending import Recipient, send


class OfCountry:
    """Mixed into a page about the country or territory of the address; any other is a 404."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        countries = Country.objects.select_related("zone")
        self.country = get_object_or_404(countries, pk=self.kwargs["iso2"].upper())

    def get_context_data(self, **context):
        return super().get_context_data(**context, country=self.country)


class WriteToPost(OfCountry, PublicForm):
    """The form; `?poste=<slug>` chooses a post beforehand where several answer."""

    form_class = ContactForm
    template_name = "correspondents/contact/contact_form.html"
    action = "contact"
    too_many = (
        "Trop de messages sont partis de votre connexion depuis une heure : réessayez "
        "plus tard, ou écrivez directement à l’adresse ci-dessous.",
        "Trop de messages sont partis d’ici vers cette boîte aujourd’hui : "
        "écrivez directement à l’adresse ci-dessous.",
    )

    @cached_property
    def answer(self):
        return Answer.about(self.country)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "posts": self.answer.posts_with_mailbox}

    def get_initial(self):
        chosen = Recipient.of(self.answer, self.request.GET.get("poste", ""))
        return {"post": chosen.post.slug} if chosen.post else {}

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            posts=self.answer.posts_with_mailbox,
            desk=self.answer.desk,
            text_days=settings.CONTACT_TEXT_DAYS,
            subject=f"Coopération décentralisée : {self.country.name}",
        )

    def get_success_url(self):
        post = Recipient.of(self.answer, self.request.POST.get("post", "")).post
        query = {"poste": post.slug} if post else None
        return reverse("contact_sent", args=[self.kwargs["iso2"]], query=query)

    def recipient(self, form):
        return Recipient.of(self.answer, form.cleaned_data.get("post", ""))

    def receive(self, form):
        send(form.cleaned_data, country=self.country, recipient=self.recipient(form))

    def most(self, form):
        return self.recipient(form).mailbox, settings.CONTACTS_PER_DAY


class MessageSent(OfCountry, TemplateView):
    """The same thanks to everybody: a robot learns nothing from them."""

    template_name = "correspondents/contact/contact_sent.html"

    def get_context_data(self, **context):
        slug = self.request.GET.get("poste", "")
        recipient = Recipient.of(Answer.about(self.country), slug)
        return super().get_context_data(**context, recipient=recipient)
