"""What the pages about one dossier share: the request, its opinion, what the site knows of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property

from atlas.coordination.neighbours import neighbours
from atlas.models import Partnership
from projects.applications.appraisal import notices_about
from projects.models import Opinion, OpinionRequest

from .validators import in_words, validators_of


class OneRequest:
    """A page about one dossier that the post is asked about; any other is a 404."""

    @cached_property
    def opinion_request(self):
        rows = self.requests.select_related(
            "batch__call", "batch__post", "application__partner__country", "application__lead"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def opinion(self):
        rows = Opinion.objects.select_related("drafter", "version", "request__batch__post")
        return rows.filter(request=self.opinion_request).first()

    @property
    def validates(self):
        """Whether who reads may validate the text as it stands."""
        return self.may_validate and not (self.opinion and self.opinion.is_returned)

    @property
    def version_shown(self):
        """The number of the dossier's last version, as text."""
        last = self.opinion_request.application.versions.order_by("number").last()
        return str(last.number) if last else ""

    def lock(self):
        """Keep others from the opinion until the answer is written. Any other request is a 404."""
        OpinionRequest.objects.select_for_update().get(pk=self.opinion_request.pk)

    def led(self, name, message):
        messages.success(self.request, message)
        return redirect(self.address(name, self.opinion_request.pk))

    def get_context_data(self, **context):
        asked, application = self.opinion_request, self.opinion_request.application
        last = application.versions.order_by("number").last()
        others = application.opinion_requests.standing().exclude(pk=asked.pk)
        return super().get_context_data(
            **context,
            asked=asked,
            application=application,
            opinion=self.opinion,
            state=asked.state(validates=self.may_validate),
            days_left=(asked.due_on - timezone.localdate()).days,
            validators=in_words(validators_of(asked.post)),
            others=[row.post for row in others.select_related("post")],
            record=[(label, texts) for label, texts in last.record if texts] if last else [],
            pieces=[
                (piece, self.address("piece", asked.pk, piece.pk))
                for piece in application.pieces.joined()
            ],
            list_url=self.address("list"),
            changes=self.opinion.changes_since() if self.opinion else [],
            **around(application),
        )


def around(application):
    """What the site knows of the place of a dossier, and of its lead there."""
    published = Partnership.objects.published()
    earlier = published.of_authority(application.lead).in_country(application.partner.country)
    return {
        "notices": notices_about(application),
        "neighbours": neighbours(application.place, application.lead, published),
        "earlier": earlier.select_related("lead", "partner"),
    }
