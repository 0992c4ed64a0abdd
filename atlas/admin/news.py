"""The delegation's review of news, and its own."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import redirect

from atlas.models import NewsItem
from atlas.news.decisions import review_of
from atlas.news.mails import tell_author
from atlas.news.undo import undo, undoable
from correspondents.records.admin.pages import ActsPages
from correspondents.records.admin.tables import AccentBlindSearch, RowsFilter, TrackedAdmin
from correspondents.records.refusals import valid_values
from correspondents.records.reviews import reviewed

NO_ACT = "Choisissez une décision : rien n’a été changé."


class CurrencyFilter(RowsFilter):
    title = "actualité"
    parameter_name = "suivi"
    rows = {"courante": ("Publiée, à jour", "current"), "expire": ("Expire bientôt", "expiring")}


class NewsDecisionForm(forms.Form):
    """The note to the post whose news is sent back."""

    note = forms.CharField(
        label="Ce qu’il faut changer (pour « Renvoyer au poste »)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@admin.register(NewsItem)
class NewsItemAdmin(ActsPages, AccentBlindSearch, TrackedAdmin):
    """Its words are edited here; its situation changes on a page of its own, by a decision."""

    own_pages = {"<int:pk>/decision/": "decide"}
    list_display = ["title", "status", "kind", "place", "post", "effective_on", "expires_on"]
    list_filter = ["status", CurrencyFilter, "kind", ("post", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["text_norm"]
    autocomplete_fields = ["country"]
    filter_horizontal = ["themes"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ["status", "review_note", "post", "author", "published_at", "published_by"]
    fieldsets = [
        (None, {"fields": ["kind", ("country", "zone"), "title", "text", "themes"]}),
        ("Dates", {"fields": [("effective_on", "expires_on")]}),
        ("Source", {"fields": ["source_label", "source_url"]}),
        ("Suivi", {"fields": readonly_fields}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_place()

    @admin.display(description="pays ou zone")
    def place(self, news):
        return news.place

    def view_on_site(self, news):
        return news.get_absolute_url() if news.is_published else None

    def has_change_permission(self, request, obj=None):
        withdrawn = obj is not None and not obj.may_be_written_by(request.user)
        return not withdrawn and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        message = "L’actualité est un brouillon : relisez-la comme on la lira, puis publiez-la."
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:atlas_newsitem_decide", obj.pk)

    def decide_view(self, request, pk):
        """GET shows it as it is read; POST decides, with the `act` of the button."""
        news = self.get_object(request, str(pk))
        if news is None:
            raise Http404
        if not super().has_change_permission(request, news):
            raise PermissionDenied
        is_asked = request.method == "POST"
        form = NewsDecisionForm(request.POST if is_asked else None)
        message, refusals = None, []
        if is_asked:
            asks = partial(review_of, news, request.POST.get("act"))
            message, refusals, review = reviewed(request, asks, self.decide, request, news, form)
            if review:
                return self.review_page(request, review)
        if message:
            self.log_change(request, news, message)
            self.message_user(request, message, messages.SUCCESS)
            return redirect("admin:atlas_newsitem_changelist")
        news = self.get_object(request, str(pk))
        undo_words, undo_obstacle = undoable([news], request.user).get(news.pk, ("", ""))
        return self.page(
            request,
            "news_decision",
            "Décider d’une actualité",
            news=news,
            undo_words=undo_words,
            undo_obstacle=undo_obstacle,
            form=form,
            refusal=" ".join(refusals),
        )

    def decide(self, request, news, form):
        """Run the act of the button; returns its report in French. Raises ValidationError."""
        values, by = valid_values(form), request.user
        match request.POST.get("act"):
            case "publish":
                news.publish(by=by)
                tell_author(news, "published", by=by)
                return f"« {news} » est publiée."
            case "send_back":
                news.send_back(by=by, note=values["note"])
                tell_author(news, "returned", by=by)
                return f"« {news} » est renvoyée à qui l’a écrite."
            case "withdraw":
                news.withdraw(by=by)
                return f"« {news} » est retirée de toutes les pages."
            case "undo":
                return f"« {news} » {undo(news, by=by)}"
        raise ValidationError(NO_ACT)
