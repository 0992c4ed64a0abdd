"""The news of a post, in its own space: drafted, submitted, published when it is trusted.

And a country that it serves: what to look at there.
"""

from copy import copy
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.generic import TemplateView, View

from atlas.models import CountryNotice, NewsItem, Partnership
from correspondents.models import Country
from correspondents.records.reviews import reviewed
from correspondents.space.base import OneRow, OwnPost, Written, WrittenRow, review_page

from .decisions import review_of
from .forms import NewsForm
from .mails import tell_author
from .undo import undo, undoable

CLOSED = "Cette actualité ne se modifie plus ici : retirez-la, ou écrivez à la délégation."
NO_ACT = "Choisissez ce qu’il faut faire de l’actualité : rien n’a été changé."
TOLD = {"publish": "published", "send_back": "returned"}  # acts, and what their author is told
SHOWN_NEWS = 5


class PostNews(OwnPost, TemplateView):
    """The news of the post, each with the acts that the account may do."""

    section = "news"
    template_name = "atlas/news/post_news.html"

    def get_context_data(self, **context):
        user = self.request.user
        items = NewsItem.objects.visible_to(user).with_place()
        rows = list(items.select_related("author", "country", "zone", "post"))
        offers = undoable(rows, user)
        for news in rows:
            news.may_be_edited = news.may_be_written_by(user)
            news.may_be_published = news.may_be_published_by(user)
            news.undo_words, news.undo_obstacle = offers.get(news.pk, ("", ""))
        order = list(NewsItem.Status)
        rows.sort(key=lambda news: order.index(news.status))
        return super().get_context_data(**context, post=self.post_of_screen, rows=rows)


class WrittenNews(OwnPost, Written):
    """The form of a piece of news of the post."""

    section = "news"
    template_name = "atlas/news/post_form.html"
    form_class = NewsForm
    submit_label = "Enregistrer"
    news = None

    def get_form_kwargs(self):
        instance = {"instance": copy(self.news)} if self.news else {}
        return {**super().get_form_kwargs(), **instance, "post": self.post_of_screen}

    def get_success_url(self):
        return reverse("space_news")

    def get_context_data(self, **context):
        return super().get_context_data(**context, news=self.news)


class NewsAdd(WrittenNews):
    form_title = "Rédiger une actualité"
    submit_label = "Enregistrer le brouillon"

    def get_initial(self):
        return {"kind": self.request.GET.get("nature"), "country": self.request.GET.get("pays")}

    def write(self, form):
        form.instance.author = self.request.user
        news = form.save()
        return f"« {news} » est enregistrée comme brouillon : relisez-la, puis soumettez-la."


class OneNews(OwnPost, OneRow):
    """A screen of one piece of the post's news."""

    section = "news"

    @property
    def rows(self):
        rows = NewsItem.objects.visible_to(self.request.user)
        return rows.select_related("post", "country__zone", "zone")

    @property
    def news(self):
        return self.row


class NewsEdit(OneNews, WrittenNews, WrittenRow):
    @property
    def form_title(self):
        return f"Modifier : {self.news}"

    def get(self, request, *args, **kwargs):
        if self.news.may_be_written_by(request.user):
            return super().get(request, *args, **kwargs)
        messages.error(request, CLOSED)
        return HttpResponseRedirect(self.get_success_url())

    def write(self, form):
        if not self.news.may_be_written_by(self.request.user):
            raise ValidationError(CLOSED)
        news = form.save()
        return f"« {news} » est enregistrée."


class NewsAct(OneNews, View):
    """One button of the list: POST only, by the `act` that the button is named for."""

    http_method_names = ["post", "options"]
    SAID = {
        "submit": "est soumise : elle sera relue avant de paraître.",
        "send_back": "est de nouveau un brouillon.",
        "publish": "est publiée.",
        "discard": "est supprimée.",
        "withdraw": "est retirée de toutes les pages.",
        "undo": "",
    }

    def post(self, request, pk):
        act = request.POST.get("act", "")
        if act not in self.SAID:
            messages.error(request, NO_ACT)
            return HttpResponseRedirect(reverse("space_news"))
        message, refusals, review = reviewed(
            request, partial(review_of, self.news, act), self.act, act
        )
        if review:
            return review_page(request, review, section=self.section, decides=self.decides)
        if refusals:
            sentence = " ".join(refusals)
            is_missing = sentence.startswith(NewsItem.LACKS)
            messages.error(request, self.missing if is_missing else sentence)
        elif message:
            messages.success(request, message)
        return HttpResponseRedirect(reverse("space_news"))

    @property
    def missing(self):
        """« Il manque à cette actualité : … », each part a link to its field."""
        form = reverse("space_news_edit", args=[self.news.pk])
        rows = [(f"{form}#id_{name}", words) for name, words in self.news.missing.items()]
        links = format_html_join(", ", '<a href="{}">{}</a>', rows)
        return format_html("{}{}. Complétez « {} ».", NewsItem.LACKS, links, self.news)

    def act(self, act):
        if act == "undo":
            return f"« {self.news} » {undo(self.news, by=self.request.user)}"
        getattr(self.news, act)(by=self.request.user)
        if act in TOLD:
            tell_author(self.news, TOLD[act], by=self.request.user)
        return f"« {self.news} » {self.SAID[act]}"


class PostCountry(OwnPost, TemplateView):
    """One of the countries that the account's post serves; any other is a 404, on every verb."""

    section = "news"
    template_name = "atlas/news/post_country.html"

    def find(self):
        countries = Country.objects.visible_to(self.request.user).select_related("zone")
        self.country = get_object_or_404(countries, pk=self.kwargs["iso2"].upper())

    def get_context_data(self, **context):
        partnerships = Partnership.objects.visible_to(self.request.user).in_country(self.country)
        to_recheck = partnerships.to_recheck().select_related("lead", "partner__country")
        return super().get_context_data(
            **context,
            country=self.country,
            elections=NewsItem.objects.held_elections()
            .filter(country=self.country)
            .order_by("-effective_on")
            .first(),
            to_recheck=list(to_recheck.in_reading_order()),
            notices=CountryNotice.objects.current().for_page_of([self.country]),
            news=NewsItem.objects.for_page_of(self.country)[:SHOWN_NEWS],
        )
