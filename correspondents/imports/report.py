"""The plan as a document: what the command prints, and what a batch keeps."""

from collections import defaultdict

from .drafts import Outcome
from .entries import POST_FIELDS
from .options import ABSENT

SAMPLES = 3
POST_CODES = {name: code for code, name in POST_FIELDS.items()}


def report(plan):
    """The plan as one JSON document: file, sheets, rows, people absent from the file, totals.

    To be made before the plan is applied: it tells the old values of what changes.
    """
    post_changes = defaultdict(list)
    for change in plan.post_changes:
        post_changes[id(change.row)].append(change)
    return {
        "file": {"name": plan.source.name, "sha256": plan.source.sha256},
        "sheets": [sheet_report(listing) for listing in plan.listings],
        "rows": [_row(row, post_changes[id(row)]) for row in plan.rows],
        "absent": [_absent(tenure) for tenure in plan.absent],
        "new_posts": [post.name for post in plan.used_new_posts],
        "to_tell": plan.to_tell,
        "totals": plan.totals,
    }


def sheet_report(listing):
    """What was read of a sheet: its header, its columns, their first texts."""
    return {
        "name": listing.name,
        "header_row": listing.header_row,
        "columns": {heading.letter: heading.code for heading in listing.headings if heading.code},
        "headings": {heading.letter: heading.text for heading in listing.headings},
        "samples": _samples(listing),
        "skipped": listing.skipped,
    }


def _samples(listing):
    """{letter of a column: its first texts}, for a person who says what the column is."""
    samples = {heading.letter: [] for heading in listing.headings}
    for record in listing.records[:20]:
        for cell in (*record.cells.values(), *record.others.values()):
            texts = samples.get(cell.letter, [])
            if len(texts) < SAMPLES and cell.text not in texts:
                texts.append(cell.text[:60])
    return samples


def _row(row, post_changes):
    line, record = row.line, row.line.record
    place = line.place
    others = line.post_others | line.others
    for entry in line.entries:
        others |= entry.aside
    if row.outcome == Outcome.IGNORED:
        others |= record.by_heading()
    document = {
        "sheet": record.sheet,
        "row": record.row,
        "outcome": row.outcome.value,
        "country": place.country.iso2 if place.country else None,
        "post": place.post.slug if place.post else None,
        "contacts": contacts_of(line),
        "changes": _changes(row, post_changes),
        "messages": list(dict.fromkeys(row.messages)),
        "other": others,
    }
    if record.is_hidden:
        document["hidden"] = True
    if row.conflicts:
        document["conflicts"] = _plain_pairs(row.conflicts)
    if row.questions:
        document["questions"] = [question.to_json() for question in row.questions]
    return document


def contacts_of(line):
    """Whom the row gives, whatever its outcome; a vacancy is no contact, a mailbox has no name."""
    contacts = [
        _contact(
            name=entry.contact.full_name,
            last_name=entry.contact.last_name,
            first_name=entry.contact.first_name,
            role=str(entry.role),
            email=entry.contact.email,
            phone=entry.contact.phone,
            **({"left": True} if entry.contact.left else {}),
        )
        for entry in line.entries
        if not entry.is_vacancy
        and (entry.contact.full_name or entry.contact.email or entry.contact.phone)
    ]
    if mailbox := line.post_values.get("mailbox") or line.record.text("mailbox"):
        contacts.append(
            _contact(role="service", email=mailbox, phone=line.record.text("switchboard"))
        )
    return contacts


def _contact(role, name="", last_name="", first_name="", email="", phone="", **marks):
    return {
        "name": name,
        "last_name": last_name,
        "first_name": first_name,
        "role": role,
        "email": email,
        "phone": phone,
        **marks,
    }


def _changes(row, post_changes):
    """Old and new of each cell that the row changes in the base, by column.

    When the row changes several people, the column is followed by whose: "phone (Zoé Fictif)".
    """
    changes = {
        POST_CODES.get(change.name, change.name): [change.old, change.value]
        for change in post_changes
    }
    changing = [
        d.tenure for d in row.drafts if d.tenure and not d.tenure.is_new and d.tenure.planned
    ]
    for tenure in changing:
        who = f" ({tenure.person})" if changing[1:] else ""
        for name, value in tenure.planned.items():
            changes[f"{name}{who}"] = [getattr(tenure.person, name), value]
    return _plain_pairs(changes)


def _plain_pairs(changes):
    return {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}


def _absent(tenure):
    person = tenure.person
    return {
        "id": person.pk,
        "post": person.post.slug,
        "role": person.role,
        "name": person.full_name,
        "changes": _plain_pairs(
            {name: [getattr(person, name), value] for name, value in tenure.planned.items()}
        ),
    }


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def summary(plan):
    """The plan in French lines: the piles, then what a person must look at."""
    lines = [f"{plan.totals[outcome.value]} {outcome.label}" for outcome in Outcome]
    lines.append(f"{len(plan.absent)} absents du fichier ({ABSENT[plan.options.absent]})")
    lines += [f"Feuille « {s.name} » : {s.skipped}" for s in plan.listings if s.skipped]
    lines += [f"Nouveau poste : {post.name}" for post in plan.used_new_posts]
    if plan.to_tell:
        lines.append(f"{plan.to_tell} à informer avant que leur nom soit publié (send_notices)")
    for row in plan.rows:
        if row.outcome != Outcome.IGNORED:
            lines += dict.fromkeys(row.messages)
    return lines
