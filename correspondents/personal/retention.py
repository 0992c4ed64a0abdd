"""The time that each thing is kept (`settings.RETENTION_…`), and its erasure once that is over."""

from dataclasses import dataclass
from datetime import timedelta
from operator import methodcaller

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from pghistory.models import Context

from correspondents.models import (
    AccessRecord,
    Check,
    Correspondent,
    DataEdition,
    ImportBatch,
    Message,
    PageRating,
    PostedPage,
    Proposal,
    SignedLink,
    UnansweredSearch,
    User,
)

from .blanks import (
    BLANK,
    NO_TEXT,
    NOWHERE,
    blank_accounts,
    blank_authors,
    blank_entries,
    blank_people,
    events_of,
)
from .person import rooms_above

AT_ONCE = 500  # rows a statement
FORGET = methodcaller("forget")
NO_TEXTS = {"text": "", "html": "", "headers": {}}


def months_ago(months):
    return timezone.now() - relativedelta(months=months)


@dataclass(frozen=True)
class Step:
    """A kind of data kept no longer: its name on screen, its rows, and what erases some of them."""

    label: str
    rows: QuerySet
    erase: object = QuerySet.delete

    def count(self):
        return self.rows.count()

    @transaction.atomic
    def apply(self):
        """Erase all of it or nothing, a bounded number of rows a statement; returns how many."""
        keys = sorted(self.rows.order_by().values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            self.erase(self.rows.model.objects.filter(pk__in=keys[start : start + AT_ONCE]))
        return len(keys)


def steps():
    """Every step, as of now."""
    return [
        Step("personnes parties : nom et coordonnées", departed(), blank_people),
        Step("états passés d’entrées supprimées", deleted_entries(), blank_entries),
        Step("comptes fermés : nom et adresse", closed_accounts(), blank_accounts),
        Step("courriels envoyés ou abandonnés", old_messages()),
        Step("textes de courriels abandonnés", dead_texts(), methodcaller("update", **NO_TEXTS)),
        Step("courriels de visiteurs", Message.objects.of_visitors_kept_long_enough()),
        Step("liens expirés", old_links()),
        Step("pages envoyées", old_posted_pages()),
        Step("auteurs et explications de propositions décidées", old_proposals(), erase_authors),
        Step("états passés de propositions décidées", old_proposal_events(), blank_authors),
        Step("vérifications closes", old_checks()),
        Step("fichiers et plans d’import", old_imports(), erase_imports),
        Step("lectures de données internes", AccessRecord.objects.expired(), FORGET),
        Step("actes dans l’administration", old_acts()),
        Step("adresses de pages dans l’historique", old_pages(), erase_pages),
        Step("sessions expirées", Session.objects.filter(expire_date__lt=timezone.now())),
        Step("éditions des données ouvertes", DataEdition.objects.superseded(), FORGET),
        Step("réponses sur les pages", PageRating.objects.expired()),
        Step("recherches sans réponse", UnansweredSearch.objects.expired()),
        *(step for module in rooms_above() for step in module.steps()),
    ]


def departed():
    """The entries ended long ago whose row or history still holds personal data."""
    events = Correspondent.pgh_event_model.objects.filter(pgh_obj_id=OuterRef("pk"))
    last_day = timezone.localdate() - relativedelta(months=settings.RETENTION_DEPARTED_MONTHS)
    return Correspondent.objects.filter(ended_on__lt=last_day).filter(
        ~BLANK | Exists(events.exclude(BLANK))
    )


def deleted_entries():
    """The events of entries that were deleted for as long."""
    events = Correspondent.pgh_event_model.objects
    before = months_ago(settings.RETENTION_DEPARTED_MONTHS)
    deletions = events.filter(pgh_label="delete", pgh_created_at__lt=before)
    there = Correspondent.objects.filter(pk=OuterRef("pgh_obj_id"))
    return events.filter(~Exists(there), pgh_obj_id__in=deletions.values("pgh_obj_id")).exclude(
        BLANK
    )


def closed_accounts():
    """The accounts closed, and touched by nobody, for as long."""
    before = months_ago(settings.RETENTION_DEPARTED_MONTHS)
    events = User.pgh_event_model.objects.filter(pgh_obj_id=OuterRef("pk"))
    closed = User.objects.filter(is_active=False).exclude(email__endswith=NOWHERE)
    return closed.filter(~Exists(events.filter(pgh_created_at__gte=before)))


def old_messages():
    before = months_ago(settings.RETENTION_MESSAGES_MONTHS)
    return Message.objects.filter(Q(sent_at__lt=before) | Q(dead_at__lt=before))


def dead_texts():
    """Mails given up, kept as long as a visitor's text to be tried again."""
    before = timezone.now() - timedelta(days=settings.CONTACT_TEXT_DAYS)
    dead = Message.objects.filter(dead_at__lt=before)
    return dead.exclude(**NO_TEXTS)


def old_links():
    before = timezone.now() - timedelta(days=settings.RETENTION_LINKS_DAYS)
    return SignedLink.objects.filter(expires_at__lt=before)


def old_posted_pages():
    """The pages that nobody sends again any more."""
    before = timezone.now() - timedelta(days=settings.RETENTION_PAGES_DAYS)
    return PostedPage.objects.sent_before(before)


def _signed(proposals):
    """The proposals, or their events, that still have an author or an explanation."""
    before = months_ago(settings.RETENTION_PROPOSALS_MONTHS)
    nothing = Q(from_name="", from_email="") & (
        Q(field="", comment=NO_TEXT) | ~Q(field="") & Q(comment="")
    )
    return proposals.filter(~nothing), before


def old_proposals():
    signed, before = _signed(Proposal.objects)
    return signed.filter(decided_at__lt=before)


def erase_authors(proposals):
    """The rows, then the events that tell them."""
    keys = list(proposals.values_list("pk", flat=True))
    blank_authors(proposals)
    blank_authors(events_of(Proposal, keys))


def old_proposal_events():
    """The history of proposals blanked or deleted."""
    signed, before = _signed(Proposal.pgh_event_model.objects)
    decided = Proposal.pgh_event_model.objects.filter(decided_at__lt=before)
    return signed.filter(pgh_obj_id__in=decided.values("pgh_obj_id"))


def old_checks():
    return Check.objects.filter(closed_at__lt=months_ago(settings.RETENTION_CHECKS_MONTHS))


def old_imports():
    before = months_ago(settings.RETENTION_IMPORTS_MONTHS)
    return ImportBatch.objects.erasable().filter(created_at__lt=before)


def old_acts():
    """The admin's own log: it names what was edited. History tells the same, under its own term."""
    return LogEntry.objects.filter(action_time__lt=months_ago(settings.RETENTION_ACCESS_MONTHS))


def old_pages():
    """The page used, in the history; who did it, and which import, stay."""
    before = months_ago(settings.RETENTION_ACCESS_MONTHS)
    contexts = Context.objects.filter(created_at__lt=before, metadata__has_key="url")
    return contexts.exclude(metadata__url="")


def erase_pages(contexts):
    """Keep the key: it says that a page was used, and no command."""
    path, nothing = Value("{url}"), Value("", output_field=JSONField())
    blanked = Func(F("metadata"), path, nothing, function="jsonb_set", output_field=JSONField())
    contexts.update(metadata=blanked)


def erase_imports(batches):
    for batch in batches:
        batch.erase()
