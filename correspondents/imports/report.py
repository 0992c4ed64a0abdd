"""The plan as a document: what the command prints, and what a batch keeps."""

from .drafts import Outcome


def report(plan):
    """The plan as one JSON document: file, sheets, rows, people absent from the file, totals."""
    return {
        "file": {"name": plan.source.name, "sha256": plan.source.sha256},
        "sheets": [_sheet(listing) for listing in plan.listings],
        "rows": [_row(draft) for draft in plan.drafts],
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


def _row(draft):
    place, record = draft.entry.place, draft.entry.record
    return {
        "sheet": record.sheet,
        "row": record.row,
        "outcome": draft.outcome.value,
        "country": place.country.iso2 if place.country else None,
        "post": place.post.slug if place.post else None,
        "contacts": _contacts(draft.entry),
        "changes": _changes(draft),
        "messages": draft.messages,
        "other": draft.entry.others,
    }


def _contacts(entry):
    """Whom the row gives, whatever its outcome; a mailbox is a contact without a name."""
    contacts = []
    values = entry.values
    if not entry.is_vacancy and (values.get("last_name") or values.get("email")):
        last, first = values.get("last_name", ""), values.get("first_name", "")
        contacts.append(
            {
                "name": f"{first} {last}".strip(),
                "last_name": last,
                "first_name": first,
                "role": entry.role,
                "email": values.get("email", ""),
                "phone": values.get("phone", ""),
            }
        )
    if mailbox := entry.post_values.get("mailbox"):
        contacts.append(
            {
                "name": "",
                "last_name": "",
                "first_name": "",
                "role": "service",
                "email": mailbox,
                "phone": "",
            }
        )
    return contacts


def _changes(draft):
    """Old and new of each cell that the row changes in the base, by field."""
    if not draft.tenure or draft.tenure.is_new:
        return {}
    person = draft.tenure.person
    return {
        name: [_plain(getattr(person, name)), _plain(value)]
        for name, value in draft.tenure.planned.items()
    }


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
