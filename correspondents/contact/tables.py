"""The messages sent through the site: counts by month and theme, for a post or the delegation."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.views.generic import TemplateView

from correspondents.accounts.keepers import ForKeepers
from correspondents.models import ContactRequest, Post

MONTHS = 12
DESK = "bureau"  # the requests that the delegation's desk received itself


class ContactRequestTable(ForKeepers, TemplateView):
    """Twelve months of one's own post; the delegation sees all, or those of one post."""

    template_name = "correspondents/contact/contact_requests.html"
    extra_context = {"section": "requests"}

    def get_context_data(self, **context):
        user = self.request.user
        requests = ContactRequest.objects.visible_to(user)
        if user.is_delegation:
            context |= self.choice()
            requests = self.chosen(requests)
        themes = ContactRequest.Theme.choices
        rows = table(requests, themes)
        totals = [sum(row["counts"][place] for row in rows) for place in range(len(themes))]
        return super().get_context_data(
            **context, themes=themes, rows=rows, totals=totals, total=sum(totals)
        )

    def choice(self):
        posts = Post.objects.filter(contact_requests__isnull=False).distinct().order_by("name")
        return {
            "posts": list(posts.values_list("slug", "name")),
            "desk_code": DESK,
            "chosen": self.request.GET.get("poste", ""),
        }

    def chosen(self, requests):
        code = self.request.GET.get("poste", "")
        if code == DESK:
            return requests.of_desk()
        post = Post.objects.filter(slug=code).first()
        return requests.filter(post=post) if post else requests


def table(requests, themes):
    """A row a month, the latest first: its day, the counts in the order of themes, their sum."""
    this_month = timezone.localdate().replace(day=1)
    months = [this_month - relativedelta(months=back) for back in range(MONTHS)]
    counted = requests.since(months[-1]).per_month_and_theme()
    rows = [[counted.get((month, code), 0) for code, _ in themes] for month in months]
    return [
        {"month": month, "counts": counts, "total": sum(counts)}
        for month, counts in zip(months, rows, strict=True)
    ]
