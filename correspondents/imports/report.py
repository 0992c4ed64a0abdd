"""The plan as a document: what the command prints, and what a batch keeps."""

from collections import defaultdict

from .drafts import Outcome
from .entries import POST_FIELDS

POST_CODES = {name: code for code, name in POST_FIELDS.items()}


def report(plan):
    """The plan as one JSON document: file, sheets, rows, people absent from the file, totals.

    To be made before the plan is applied: it tells the old values of what changes.
    """
    post_changes = defaultdict(list)
    for change in plan.post_changes:
        post_changes[id(change.draft)].append(change)
    return {
        "file": {"name": plan.source.name, "sha256": plan.source.sha256},
        "sheets": [_sheet(listing) for listing in plan.listings],
        "rows": [_row(draft, post_changes[id(draft)]) for draft in plan.drafts],
        "absent": [_absent(person) for person in plan.absent],
        "totals": plan.totals,
    }


def _sheet(listing):
    return {
        "name": listing.name,
        "header_row": listing.header_row,
        "columns": {heading.letter: heading.code for heading in listing.headings if heading.code},
        "skipped": listing.skipped,
    }


def _row(draft, post_changes):
    place, record = draft.entry.place, draft.entry.record
    return {
        "sheet": record.sheet,
        "row": record.row,
        "outcome": draft.outcome.value,
        "country": place.country.iso2 if place.country else None,
        "post": place.post.slug if place.post else None,
        "contacts": _contacts(draft.entry),
        "changes": _changes(draft, post_changes),
        "messages": draft.messages,
        "other": draft.entry.others,
    }


def _contacts(entry):
    """Whom the row gives, as it gives them whatever its outcome; a mailbox has no name."""
    contacts = []
    said = entry.record.text
    if not entry.is_vacancy and any(map(said, ("last_name", "email", "phone"))):
        contacts.append(
            _contact(
                role=entry.role,
                last_name=said("last_name"),
                first_name=said("first_name"),
                email=said("email"),
                phone=said("phone"),
            )
        )
    if said("mailbox"):
        contacts.append(_contact(role="service", email=said("mailbox"), phone=said("switchboard")))
    return contacts


def _contact(role, last_name="", first_name="", email="", phone=""):
    return {
        "name": f"{first_name} {last_name}".strip(),
        "last_name": last_name,
        "first_name": first_name,
        "role": role,
        "email": email,
        "phone": phone,
    }


def _changes(draft, post_changes):
    """Old and new of each cell that the row changes in the base, by column."""
    changes = {POST_CODES[change.name]: [change.old, change.value] for change in post_changes}
    if draft.tenure and not draft.tenure.is_new:
        for name, value in draft.tenure.planned.items():
            changes[name] = [_plain(getattr(draft.tenure.person, name)), _plain(value)]
    return changes


def _absent(person):
    return {"post": person.post.slug, "role": person.role, "name": person.full_name}


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def summary(plan):
    """The plan in French lines: the piles, then what a person must look at."""
    lines = [f"{plan.totals[outcome.value]} {outcome.label}" for outcome in Outcome]
    lines.append(f"{len(plan.absent)} absents du fichier (conservés)")
    lines += [f"Feuille « {s.name} » : {s.skipped}" for s in plan.listings if s.skipped]
    for draft in plan.drafts:
        if draft.messages and draft.outcome != Outcome.IGNORED:
            lines += draft.messages
    return lines
