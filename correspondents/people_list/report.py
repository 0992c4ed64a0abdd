"""The plan of the list of correspondents as a document: people, changes, absent people."""

from collections import defaultdict

from correspondents.imports.rows import IGNORED, pairs

from .columns import OF_ONE
from .entries import POST_FIELDS
from .rows import PersonEntry

NAMES = ("civility", "last_name", "first_name")
POST_CODES = {name: code for code, name in POST_FIELDS.items()}


def people_report(plan):
    """The rows, the absent people and the new posts of the report of a plan."""
    post_changes = defaultdict(list)
    for change in plan.post_changes:
        post_changes[id(change.row)].append(change)
    return {
        "rows": [_row(row, post_changes[id(row)]) for row in plan.rows],
        "absent": [_absent(tenure) for tenure in plan.absent],
        "new_posts": [post.name for post in plan.used_new_posts],
        "to_tell": plan.to_tell,
    }


def _row(row, post_changes):
    others = row.post_others | row.others
    for entry in row.entries:
        others |= entry.aside
    if row.outcome == IGNORED:
        others |= row.record.by_heading()
    names = {
        "country": row.place.country.iso2 if row.place.country else None,
        "post": row.place.post.slug if row.place.post else None,
        "contacts": contacts_of(row),
    }
    return row.document(names, _changes(row, post_changes), others)


def contacts_of(row):
    """The contacts of a row of any outcome; a vacancy is no contact, a mailbox has no name."""
    people = [entry for entry in row.entries if not entry.is_vacancy]
    contacts = [_contact(e) for e in people if e.full_name or e.email or e.phone]
    if mailbox := row.post_values.get("mailbox") or row.record.text("mailbox"):
        service = PersonEntry(row, "", email=mailbox, phone=row.record.text("switchboard"))
        contacts.append(_contact(service) | {"role": "service"})
    return contacts


def _contact(entry):
    texts = {name: getattr(entry, name) for name in ("last_name", "first_name", "email", "phone")}
    mark = {"left": True} if entry.left else {}
    return {"name": entry.full_name, "role": str(entry.role), **texts, **mark}


def _changes(row, post_changes):
    """Old and new of each cell that the row changes in the base, by column.

    When the row changes several people, the person follows the column: "phone (Zoé Fictif)".
    Of a person who takes the place of another, the old values are those of the other.
    """
    changes = {
        POST_CODES.get(change.name, change.name): [change.old, change.value]
        for change in post_changes
    }
    changing = [
        e.tenure for e in row.entries if e.tenure and not e.tenure.is_new and e.tenure.planned
    ]
    for tenure in changing:
        who = f" ({tenure.person})" if changing[1:] else ""
        for name, value in tenure.planned.items():
            changes[f"{name}{who}"] = [getattr(tenure.person, name), value]
    successions = [(e.ended.person, e.tenure.person) for e in row.entries if e.ended]
    for old, new in successions:
        who = f" ({new})" if successions[1:] else ""
        changes |= {f"{name}{who}": pair for name, pair in _succession(old, new).items()}
    return changes


def _succession(old, new):
    """{column: [value of a person, value of the one who takes their place]}, names as one.

    The place keeps nothing of the first: what the second does not say empties nothing.
    """
    details = [name for name in OF_ONE if name not in NAMES]
    pairs = {name: [getattr(old, name), getattr(new, name)] for name in details}
    changes = {name: pair for name, pair in pairs.items() if pair[1] and pair[0] != pair[1]}
    return {"person": [_named(old), _named(new)], **changes}


def _named(person):
    return f"{person.civility} {person}".strip()


def _absent(tenure):
    person = tenure.person
    return {
        "id": person.pk,
        "post": person.post.slug,
        "role": person.role,
        "name": person.full_name,
        "newer": tenure.newer and tenure.newer.isoformat(),
        "changes": pairs(
            {name: [getattr(person, name), value] for name, value in tenure.planned.items()}
        ),
    }
