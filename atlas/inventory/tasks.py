"""The tasks of the Atlas, for the delegation and for a post."""

from django.db.models import Count
from django.urls import reverse

from atlas.models import NewsItem, Partnership, Rapprochement
from correspondents.desk.delegation_tasks import waiting
from correspondents.desk.post_tasks import Task, day
from correspondents.records.plurals import agreed

from .rows import states


def atlas_tasks(user):
    """The kinds that have something waiting, one query each; nothing but for the delegation."""
    kinds = [news_to_review, rapprochements, to_recheck, unconfirmed, news_expiring]
    groups = [kind() for kind in kinds] if user.is_delegation else []
    return [group for group in groups if group.count]


def rapprochements():
    pending = Rapprochement.objects.pending()
    url = reverse("admin:atlas_rapprochement_changelist")
    title = "Autorités locales à rapprocher"
    return waiting("rapprochements", title, pending, "proposed_at", url)


def unconfirmed():
    """The partnerships that no post has confirmed lately."""
    url, title = reverse("space_inventory"), "Partenariats à confirmer par les postes"
    return waiting("inventory", title, Partnership.objects.to_confirm(), "confirmed_on", url)


def inventory_tasks(user):
    """One a country of the account's post that has something to confirm."""
    if not user.post_id:
        return []
    return [
        Task(
            kind="Inventaire à confirmer",
            title=f"{state.country} : {state.to_confirm} partenariat"
            f"{'s' * (state.to_confirm > 1)} à confirmer",
            url=reverse("space_inventory_country", args=[state.country.pk.lower()]),
            why=f"{state.confirmed} {agreed('confirmés', state.confirmed)} sur {state.count}, "
            f"complets à {state.completeness} %.",
        )
        for state in states(Partnership.objects.visible_to(user))
        if state.to_confirm
    ]


def news_to_review():
    submitted = NewsItem.objects.submitted()
    url = reverse("admin:atlas_newsitem_changelist", query={"status__exact": "submitted"})
    return waiting("news", "Actualités à relire", submitted, "submitted_at", url)


def to_recheck():
    rows = Partnership.objects.to_recheck()
    url = reverse("admin:atlas_partnership_changelist", query={"confirmation": "elections"})
    title = "Partenariats dont les contacts du partenaire sont à revérifier, après des élections"
    return waiting("recheck", title, rows, "elections_on", url)


def news_expiring():
    rows = NewsItem.objects.expiring()
    url = reverse("admin:atlas_newsitem_changelist", query={"suivi": "expire"})
    return waiting("expiring", "Actualités qui expirent", rows, "expires_on", url)


def news_tasks(user):
    """The tasks of the account's post about news, in two queries; none without a post."""
    return [*rechecks(user), *own_news(user)] if user.post_id else []


def rechecks(user):
    """A task for each country whose partnerships are to be looked at after elections."""
    rows = Partnership.objects.visible_to(user).to_recheck().order_by()
    counted = rows.values("partner__country", "partner__country__name", "elections_on").annotate(
        count=Count("pk")
    )
    for row in counted.order_by("partner__country__name", "elections_on"):
        plural = "s" if row["count"] > 1 else ""
        yield Task(
            kind="Contacts du partenaire à revérifier",
            title=f"{row['partner__country__name']} : {row['count']} partenariat{plural}",
            url=reverse("space_country", args=[row["partner__country"].lower()]),
            why=f"Élections locales du {day(row['elections_on'])} : les élus ont pu changer.",
        )


def own_news(user):
    """The post's news to publish, those that expire soon, those that the delegation sent back."""
    visible = NewsItem.objects.visible_to(user)
    for news in visible.submitted().select_related("post", "author").order_by("submitted_at"):
        if news.may_be_published_by(user):
            yield Task(
                kind="Actualités à publier",
                title=news.title,
                url=reverse("space_news"),
                why=f"Soumise le {day(news.submitted_at)}"
                f"{f' par {news.author}' if news.author else ''} : à relire, puis à publier.",
            )
    rows = (visible.expiring() | visible.sent_back()).select_related("post")
    for news in rows.order_by("expires_on", "pk"):
        is_draft = news.status == NewsItem.Status.DRAFT
        may_edit = news.may_be_written_by(user)
        yield Task(
            kind="Actualités à reprendre" if is_draft else "Actualités qui expirent",
            title=news.title,
            url=reverse("space_news_edit", args=[news.pk]) if may_edit else reverse("space_news"),
            why=f"La délégation demande : {news.review_note}"
            if is_draft
            else f"Dernier jour d’actualité : {day(news.expires_on)}.",
            due_on=None if is_draft else news.expires_on,
        )
