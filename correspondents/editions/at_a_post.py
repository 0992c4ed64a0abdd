"""What changed at a post lately, read from the events that triggers wrote."""

from dataclasses import dataclass

from django.utils.formats import date_format

from correspondents.models import Absence, Correspondent, Post

from .changes import FOLLOWED

# What a post's own sheet may have changed, besides its people.
SHEET = ("name", "mailbox", "phone", "website", "status", "status_since")


@dataclass(frozen=True)
class Line:
    """Whom or what it is about, and what changed, in a few words."""

    subject: str
    what: str

    def __str__(self):
        return f"{self.subject} : {self.what}"


def changes_since(post, moment):
    """What changed at the post since the moment: its people first, then its sheet.

    At most five queries. A change that was undone meanwhile is not told.
    """
    people = _lines(Correspondent, {"post_id": post.pk}, moment, _of_person)
    absences = _lines(Absence, {"correspondent__post": post.pk}, moment, _of_absence)
    return people + absences + _lines(Post, {"pgh_obj_id": post.pk}, moment, _of_post)


def _lines(model, mine, moment, tell):
    events = model.pgh_event_model.objects
    lately = events.filter(pgh_created_at__gte=moment, **mine).order_by("pgh_id")
    last = {event.pgh_obj_id: event for event in lately}
    before = events.filter(pgh_created_at__lt=moment, pgh_obj__in=last)
    before = before.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    first = {event.pgh_obj_id: event for event in before}
    found = ((event, list(tell(first.get(key), event))) for key, event in last.items())
    return [Line(_subject(event), ", ".join(words)) for event, words in found if words]


def _subject(event):
    if hasattr(event, "correspondent_id"):
        return str(event.correspondent)
    if hasattr(event, "slug"):
        return "Fiche du poste"
    return f"{event.first_name} {event.last_name}".strip() or event.function or "Vacance"


def _of_person(old, new):
    if new.pgh_label == "delete":
        yield "entrée supprimée"
    elif old is None:
        yield "entrée enregistrée"
    if old is None or new.pgh_label == "delete":
        return
    if new.ended_on != old.ended_on:
        yield f"fin de fonction le {_day(new.ended_on)}" if new.ended_on else "reste en fonction"
    if bool(new.hidden_since) != bool(old.hidden_since):
        yield "départ annoncé" if new.hidden_since else "de nouveau publié"
    if new.verified_on and new.verified_on != old.verified_on:
        yield f"vérifié le {_day(new.verified_on)} par {new.verified_by or 'le poste'}"
    if new.bounced_on and new.bounced_on != old.bounced_on:
        yield "courriel refusé"
    yield from _fields(Correspondent, [n for n in FOLLOWED if n != "ended_on"], old, new)


def _of_absence(old, new):
    if new.pgh_label != "delete":
        yield f"absence du {_day(new.starts_on)} au {_day(new.ends_on)}"


def _of_post(old, new):
    if old is not None:
        yield from _fields(Post, SHEET, old, new)


def _fields(model, names, old, new):
    changed = [name for name in names if getattr(old, name) != getattr(new, name)]
    if changed:
        labels = [str(model._meta.get_field(name).verbose_name) for name in changed]
        yield f"modifié ({', '.join(labels)})"


def _day(value):
    return date_format(value, "j F Y")
