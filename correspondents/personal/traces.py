"""All that the base holds of one person, table by table."""

import io
import zipfile

import pghistory.models
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from correspondents.models import (
    Absence,
    AccessRecord,
    Check,
    Correspondent,
    Edition,
    Handover,
    ImportBatch,
    Message,
    Proposal,
    SignedLink,
    UnansweredSearch,
    User,
)

from .mentions import mentions, naming, tables, title
from .person import rooms_above

SECRETS = {"password", "text", "html", "headers", "data", "session_data", "content", "name_norm"}
SECRETS |= {"object_repr", "change_message"}  # what the account edited: it may be somebody else's


def about(rows, person):
    """Rows with a generic target that are about the person's entries."""
    kind = ContentType.objects.get_for_model(Correspondent)
    return rows.filter(content_type=kind, object_id__in=person.entries)


def links_of(person):
    kind = ContentType.objects.get_for_model(User)
    account = Q(content_type=kind, object_id__in=person.accounts)
    sent = SignedLink.objects.filter(account | Q(sent_to__iexact=person.email))
    return sent | about(SignedLink.objects, person)


def messages_of(person):
    """Those sent to the address, and those that name the person."""
    naming = mentions(Message, person)
    return Message.objects.filter(Q(to__iexact=person.email) | Q(pk__in=naming))


def searches_of(person):
    return UnansweredSearch.objects.filter(pk__in=mentions(UnansweredSearch, person))


def sessions_of(person):
    keys = {str(pk) for pk in person.accounts}
    users = {s.pk: s.get_decoded().get("_auth_user_id") for s in Session.objects.iterator()}
    return Session.objects.filter(pk__in=[pk for pk, user in users.items() if user in keys])


def batches_of(person):
    """The imports whose plan or file names the person, a book being read as it is packed."""
    naming = set(mentions(ImportBatch, person))
    batches = ImportBatch.objects.exclude(report__has_key="erased_on")
    for pk in batches.values_list("pk", flat=True):
        batch = ImportBatch.objects.select_related("file").get(pk=pk)
        if pk not in naming and in_file(batch, person):
            naming.add(pk)
    return ImportBatch.objects.filter(pk__in=naming)


def in_file(batch, person):
    """Whether the file holds the address, or a first name and a surname."""
    if not hasattr(batch, "file"):
        return False
    for text in texts_of(bytes(batch.file.content)):
        words = text.casefold()
        names = [(first.casefold(), last.casefold()) for first, last in person.names]
        if person.email in words or any(f in words and n in words for f, n in names):
            return True
    return False


def texts_of(content):
    """The texts of a file, in the ways in which it may be encoded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            pieces = [book.read(name) for name in book.namelist() if name.endswith(".xml")]
    except zipfile.BadZipFile:
        pieces = [content]
    encodings = ("utf-8", "cp1252", "utf-16")
    return [piece.decode(name, errors="ignore") for piece in pieces for name in encodings]


def traces(person):
    """{name of a table: query set} of the rows that are the person's own."""
    entries, accounts = person.entries, person.accounts
    past_account = Q(pgh_obj_id__in=accounts) | Q(email__iexact=person.email)
    contexts = pghistory.models.Context.objects.filter(metadata__user__in=list(accounts))
    rows_by_kind = {
        "entrées de la liste": Correspondent.objects.filter(pk__in=entries),
        "entrées de la liste (historique)": person.past_entries,
        "vérifications demandées": Check.objects.filter(correspondent__in=entries),
        "absences": Absence.objects.filter(correspondent__in=entries),
        "fiches de passation": Handover.objects.filter(leaver__in=entries),
        "propositions": about(Proposal.objects, person)
        | Proposal.objects.filter(from_email__iexact=person.email),
        "liens signés": links_of(person),
        "courriels": messages_of(person),
        "comptes": User.objects.filter(pk__in=accounts),
        "comptes (historique)": User.pgh_event_model.objects.filter(past_account),
        "adresses des comptes": EmailAddress.objects.filter(email__iexact=person.email),
        "seconds facteurs": Authenticator.objects.filter(user__in=accounts),
        "sessions": sessions_of(person),
        "actes faits depuis le compte": contexts,
        "actes faits dans l’administration": LogEntry.objects.filter(user__in=accounts),
        "lectures faites depuis le compte": AccessRecord.objects.filter(user__in=accounts),
        "imports": batches_of(person),
        "recherches sans réponse": searches_of(person),
    }
    for module in rooms_above():
        rows_by_kind |= module.traces(person)
    return {name: rows for name, rows in rows_by_kind.items() if rows.exists()}


def document(person):
    """All of it, to be handed to the person: own rows whole, elsewhere the texts that name them.

    Secrets, links that open things and other people's rows of a list stay out.
    """
    own = {name: [_row(row, person) for row in rows] for name, rows in traces(person).items()}
    elsewhere = {}
    for model in naming([*tables(), Edition], person):
        if places := mentions(model, person):
            elsewhere[title(model)] = [{"id": pk, **texts} for pk, texts in places.items()]
    return {"adresse": person.email, "tables": own, "mentions": elsewhere}


def _row(row, person):
    if isinstance(row, ImportBatch):
        lines = row.report.get("rows", [])
        matching = [line.get("contacts", []) for line in lines if person.pattern.search(str(line))]
        contacts_of_person = [
            c for contacts in matching for c in contacts if person.pattern.search(str(c))
        ]
        return {
            "id": row.pk,
            "fichier": row.file_name,
            "lu le": row.created_at,
            "contacts": contacts_of_person,
        }
    fields = [f for f in row._meta.concrete_fields if f.name not in SECRETS]
    return {field.attname: getattr(row, field.attname) for field in fields}
