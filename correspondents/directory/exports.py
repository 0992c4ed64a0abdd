"""The list of correspondents as a file: the public's, which follows the screen, and the staff's."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter, methodcaller

from django.conf import settings
from django.db.models import F, Func
from django.shortcuts import get_object_or_404
from django.views import View

from correspondents.models import Correspondent, Post
from correspondents.models.person_fields import LISTED, PERSON, names, person_fields
from correspondents.people_list.columns import LABELS, OF_THE_POST
from correspondents.spreadsheets.files import SpreadsheetMixin, file_response
from correspondents.spreadsheets.write import ROWS_AT_ONCE, Column, Table, notice

from .publication import publish
from .vcards import CARDS
from .views import EXPORT_FORMATS, CorrespondentList

INTERNAL = "Usage interne : données personnelles, à ne pas diffuser."


# What people see of a code.
IN_WORDS = {
    "kind": lambda row: row.post.get_kind_display(),
    "role": lambda row: Correspondent.Role(row.role).label,
}


def _column(name, description, path, width=18):
    value, words = attrgetter(path), IN_WORDS.get(name)
    code = value if words else None
    return Column(name, LABELS[name], description, words or value, code, width)


_COLUMNS = {
    column.name: column
    for column in [
        _column(
            "country",
            "Pays ou territoire du poste ; vide quand aucun nom ne s’écrit à côté de la ville",
            "post.shown_country",
            width=26,
        ),
        _column("iso2", "Code ISO 3166 à deux lettres", "post.country_id", width=9),
        _column(
            "zone",
            "Zone géographique suivie par un bureau de la délégation",
            "post.country.zone.name",
            width=26,
        ),
        _column("post", "Nom du poste", "post.name", width=40),
        _column("city", "Ville du poste", "post.city"),
        _column("kind", "Nature du poste", "post.kind"),
        _column("mailbox", "Boîte du poste, qui survit aux personnes", "post.mailbox", width=34),
        _column("switchboard", "Standard du poste", "post.phone", width=22),
        *(_column(each.name, each.description, each.name, each.width) for each in LISTED),
        Column(
            "page",
            "Page",
            "Adresse de la page du poste",
            lambda row: f"{settings.SITE_URL}{row.post.get_absolute_url()}",
            width=50,
        ),
    ]
}
# Every column that a list may hold, in order.
COLUMNS = {name: _COLUMNS[name] for name in [*LABELS, "page"]}
# A contact's own address, when the post has no mailbox: that of a service without a name.
WRITE_TO = replace(COLUMNS["mailbox"], value=attrgetter("address"))


def _columns(text):
    return [COLUMNS[name] for name in text.split()]


PUBLIC_COLUMNS = [
    *_columns("country iso2 zone post city kind role scope"),
    *(COLUMNS[f.name] for f in person_fields(part=PERSON, is_address=False) if f.shown_by),
    WRITE_TO,
    *_columns("switchboard verified_on page"),
]


def impersonal(correspondent):
    """A contact as a public file holds it: a named person's e-mail and phone are in none."""
    contact = publish(correspondent)
    addresses = dict.fromkeys(names(is_address=True), "")
    return replace(contact, **addresses) if contact.is_named else contact


def other_columns(headings):
    """A column for each heading that an imported list had and the directory has not.

    Data about the post itself have a heading of their own (OF_THE_POST).
    """
    return [
        Column(heading, heading, "Autre donnée d’une liste importée", partial(_other, heading))
        for heading in sorted(set(headings))
    ]


def _other_headings(queryset):
    """The headings of the people's other data, then of their posts'."""
    rows, posts = queryset.order_by(), Post.objects.filter(correspondents__in=queryset.order_by())
    yield from _keys(rows)
    for heading in _keys(posts):
        yield f"{OF_THE_POST}{heading}"


def _keys(rows):
    keys = rows.annotate(heading=Func(F("other_data"), function="jsonb_object_keys"))
    return keys.values_list("heading", flat=True).distinct()


def _other(heading, correspondent):
    if heading.startswith(OF_THE_POST):
        return str(correspondent.post.other_data.get(heading.removeprefix(OF_THE_POST), ""))
    return str(correspondent.other_data.get(heading, ""))


@dataclass(frozen=True)
class Preset:
    """A way to export the list: which rows, what of each of them, in which columns."""

    label: str
    description: str
    columns: list[Column]
    conditions: str
    narrowed: Callable = methodcaller("all")
    row: Callable = lambda correspondent: correspondent
    has_other_data: bool = False
    offered: dict[str, Column] = field(default_factory=lambda: COLUMNS)

    def table(self, queryset, filters, columns=()):
        """The rows of the queryset, in its order and read as they are written."""
        queryset = self.narrowed(queryset).with_post()
        headings = _other_headings(queryset) if self.has_other_data else ()
        rows = queryset.iterator(chunk_size=ROWS_AT_ONCE)
        return self._written(rows, filters, columns or self.columns + other_columns(headings))

    def table_of(self, state, filters):
        """Those whom a state of the past held, as they were."""
        headings = {h for person in state.people for h in person.other_data}
        posts = {person.post for person in state.people}
        headings |= {f"{OF_THE_POST}{h}" for post in posts for h in post.other_data}
        others = headings if self.has_other_data else ()
        return self._written(state.people, filters, self.columns + other_columns(others))

    def _written(self, rows, filters, columns):
        return Table(
            title="Correspondants",
            columns=columns,
            rows=map(self.row, rows),
            filters=[(f"Filtre : {label}", text) for label, text in filters],
            notice=notice(self.conditions),
        )


PRESETS = {
    "public": Preset(
        "Liste publique",
        "Les personnes en fonction, sans aucun courriel ni téléphone nominatif.",
        PUBLIC_COLUMNS,
        "Licence Ouverte 2.0 : réutilisation libre, en citant la source et la date.",
        narrowed=methodcaller("published"),
        row=impersonal,
        offered={column.name: column for column in PUBLIC_COLUMNS},
    ),
    "internal": Preset(
        "Liste interne",
        "Tous les champs, autres données comprises : ce fichier se réimporte sans rien changer.",
        _columns(" ".join(LABELS)),  # all that the importer reads
        INTERNAL,
        has_other_data=True,
    ),
    "mailing": Preset(
        "Publipostage",
        "Les personnes en fonction, avec de quoi leur écrire.",
        _columns("civility first_name last_name function post city country email mailbox"),
        INTERNAL,
        narrowed=lambda queryset: queryset.in_office().held(),
    ),
}


class CorrespondentExport(SpreadsheetMixin, CorrespondentList):
    """The list on screen as a file: same filters, same rights, same order, every page."""

    formats = EXPORT_FORMATS

    def get_table(self, filterset):
        return PRESETS["public"].table(filterset.qs, filterset.described())


class CorrespondentCard(View):
    """One contact as a card, which holds what the contact's page shows."""

    def get(self, request, pk):
        people = Correspondent.objects.published().with_post()
        contact = publish(get_object_or_404(people, pk=pk))
        table = Table(title=contact.post.slug, columns=[], rows=[contact])
        return file_response(table, CARDS)
