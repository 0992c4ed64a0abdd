"""The latest changes at a post."""

from django.utils.formats import date_format

from correspondents.models import Absence, Correspondent, Post
from correspondents.records.history import net_pairs

from .changes import FOLLOWED

# What a post's own sheet may have changed, besides its people.
SHEET = ("name", "mailbox", "phone", "website", "status", "status_since")


def changes_since(post, moment):
    """[text] of what changed at the post since the moment: its people, absences, then its sheet.

    A change that was undone meanwhile is in no line. Six queries, and one for each absence.
    """
    tellers = [
        (_of_person, net_pairs(Correspondent, moment, post_id=post.pk)),
        (_of_absence, net_pairs(Absence, moment, correspondent__post=post.pk)),
        (_of_sheet, net_pairs(Post, moment, pgh_obj_id=post.pk)),
    ]
    lines = [[*tell(old, new)] for tell, steps in tellers for old, new in steps]
    return [f"{line[0]} : {', '.join(line[1:])}" for line in lines if line[1:]]


# Each yields whom or what it is about, then what changed.


def _of_person(old, new):
    yield f"{new.first_name} {new.last_name}".strip() or new.function or "Vacance"
    if new.pgh_label == "delete":
        yield "entrée supprimée"
    elif old is None:
        yield "entrée enregistrée"
    if old is None or new.pgh_label == "delete":
        return
    if new.ended_on != old.ended_on:
        end = new.ended_on and date_format(new.ended_on)
        yield f"fin de fonction le {end}" if end else "reste en fonction"
    if bool(new.hidden_since) != bool(old.hidden_since):
        yield "départ annoncé" if new.hidden_since else "de nouveau publié"
    if new.verified_on and new.verified_on != old.verified_on:
        yield f"vérifié le {date_format(new.verified_on)} par {new.verified_by or 'le poste'}"
    if new.bounced_on and new.bounced_on != old.bounced_on:
        yield "courriel refusé"
    yield from _fields(Correspondent, [n for n in FOLLOWED if n != "ended_on"], old, new)


def _of_absence(old, new):
    if new.pgh_label != "delete":
        yield str(new.correspondent)
        yield f"absence du {date_format(new.starts_on)} au {date_format(new.ends_on)}"


def _of_sheet(old, new):
    yield "Fiche du poste"
    if old is not None:
        yield from _fields(Post, SHEET, old, new)


def _fields(model, names, old, new):
    changed = [name for name in names if getattr(old, name) != getattr(new, name)]
    if changed:
        labels = [str(model._meta.get_field(name).verbose_name) for name in changed]
        yield f"modifié ({', '.join(labels)})"
