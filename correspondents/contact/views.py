"""« Écrire au poste », from the page of a country or territory."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from correspondents.directory.answers import Answer
from correspondents.mailing.throttle import allow, origin
from correspondents.models import Country

from .forms import ContactForm
from .sending import DAY, Recipient, send

HOUR = 3600


class OfCountry:
    """Mixed into a page about the country or territory of the address; any other is a 404."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        countries = Country.objects.select_related("zone")
        self.country = get_object_or_404(countries, pk=self.kwargs["iso2"].upper())

    def get_context_data(self, **context):
        return super().get_context_data(**context, country=self.country)


class WriteToPost(OfCountry, FormView):
    """The form; `?poste=<slug>` chooses a post beforehand where several answer."""

    form_class = ContactForm
    template_name = "correspondents/contact/contact_form.html"
    http_method_names = ["get", "head", "post"]

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

    def form_valid(self, form):
        recipient = Recipient.of(self.answer, form.cleaned_data.get("post", ""))
        if form.is_robot:
            return redirect("contact_sent", self.kwargs["iso2"])
        if refusal := self.too_many(recipient):
            form.add_error(None, refusal)
            return self.render_to_response(self.get_context_data(form=form), status=429)
        send(form.cleaned_data, country=self.country, recipient=recipient)
        return redirect("contact_sent", self.kwargs["iso2"])

    def too_many(self, recipient):
        """Why no more messages are taken for now, as a sentence; "" when this one is."""
        limit = settings.FORMS_PER_HOUR
        if not allow("contact-from", origin(self.request), limit=limit, seconds=HOUR):
            return (
                "Trop de messages sont partis de votre connexion depuis une heure : réessayez "
                "plus tard, ou écrivez directement à l’adresse ci-dessous."
            )
        if not allow("contact-to", recipient.mailbox, limit=settings.CONTACTS_PER_DAY, seconds=DAY):
            return (
                "Trop de messages sont partis d’ici vers cette boîte aujourd’hui : "
                "écrivez directement à l’adresse ci-dessous."
            )
        return ""


class MessageSent(OfCountry, TemplateView):
    """The same thanks to everybody: a robot learns nothing from them."""

    template_name = "correspondents/contact/contact_sent.html"
