"""Undo for a day: a partnership that an account has just added, with the sides that it created."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse as address_of
from django.utils import timezone

from atlas.models import LocalAuthority, Partnership
from atlas.review.partnership import PartnershipReview
from correspondents.records.refusals import last_events
from correspondents.records.undo import LASTS, act_tables, reverse

from .rows import is_confirmed_lately

TOO_LATE = "Rien n’a été annulé : un jour est passé, ou la fiche a changé depuis."


def additions(partnerships, user):
    """{key: context of the history} of those that the account added within a day, unchanged since.

    Two queries, whatever the number of partnerships: an addition is a confirmation too.
    """
    lately = [each.pk for each in partnerships if is_confirmed_lately(each)]
    events = Partnership.pgh_event_model.objects
    inserts = events.filter(
        pgh_obj__in=lately,
        pgh_label="insert",
        pgh_created_at__gte=timezone.now() - LASTS,
        pgh_context__metadata__user=user.pk,
        pgh_context__metadata__url=address_of("space_partnership_add"),
    )
    contexts = dict(inserts.values_list("pgh_obj_id", "pgh_context_id"))
    lasts = events.filter(pgh_id__in=last_events(Partnership, contexts).values())
    by_key = dict(lasts.values_list("pgh_obj_id", "pgh_context_id"))
    return {key: context for key, context in contexts.items() if by_key[key] == context}


def added_lately(user):
    """The partnerships whose addition the account may take back."""
    lately = Partnership.objects.visible_to(user).filter(
        confirmed_on__gte=timezone.localdate() - LASTS
    )
    rows = list(lately.select_related("lead", "partner"))
    own = additions(rows, user)
    return [row for row in rows if row.pk in own]


@transaction.atomic
def undo(partnership, *, by):
    """Delete the partnership and what its addition created. Raises ValidationError."""
    context = additions([partnership], by).get(partnership.pk)
    if context is None:
        raise ValidationError(TOO_LATE)
    reverse(act_tables([*PartnershipReview(partnership).tables, LocalAuthority], context))
