"""The mentions of a person in free text: every text column of every table, history included."""

import json
from functools import cache

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models.expressions import RawSQL

from correspondents.models import Correspondent, Edition, User
from correspondents.records.refusals import is_spoken

from .blanks import NO_NAME

# Names of places, the index of names, what the reference files say, opaque columns, frozen rows,
# and what is deleted whole rather than corrected.
PLACES = "Country CountryAlias FrenchRegion Place PlaceName ReferenceRow"
PLACES += " SearchName Subdivision SubdivisionName Zone"
APART = "Edition ImportBatch Message UnansweredSearch User"
OPAQUE = {"account", "auth", "contenttypes", "dsfr", "mfa", "sessions"}
TEXTS = (models.CharField, models.TextField, models.JSONField)


def tables():
    """The models whose texts somebody writes, events last: writing a row adds one."""
    names = f"{PLACES} {APART}".split()
    skipped = {apps.get_model("correspondents", name)._meta.label for name in names}
    skipped |= {f"{label}Event" for label in skipped - {User._meta.label, Edition._meta.label}}
    models_found = [
        model
        for model in apps.get_models()
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in OPAQUE
        and model._meta.label not in skipped
    ]
    return sorted(models_found, key=is_history)


def is_history(model):
    return model._meta.label.endswith("Event")


def text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS)
        and not field.generated
        and not field.primary_key
        and not field.choices
        and field.name != "pgh_label"
    ]


def naming(models, person):
    """The models that may name the person in a row, in their order: one query for all.

    There are some 140 tables, and a person is in a few.
    """
    searched = [model for model in models if text_fields(model)]
    if not searched:
        return []
    selects = [
        f'SELECT {n} WHERE EXISTS (SELECT FROM "{model._meta.db_table}" WHERE {_holds(model)})'
        for n, model in enumerate(searched)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [_likes(person)] * len(searched))
        numbers = {number for (number,) in cursor.fetchall()}
    return [model for number, model in enumerate(searched) if number in numbers]


def candidates(model, person):
    """The rows with a text that holds one of the person's needles, or the digits of a phone."""
    if not text_fields(model):
        return model._base_manager.none()
    return model._base_manager.filter(
        RawSQL(_holds(model), [_likes(person)], output_field=models.BooleanField())
    )


@cache
def _holds(model):
    """The SQL by which a text of a row is like one of the needles, in any case."""
    table = model._meta.db_table
    texts = ", ".join(f'"{table}"."{field.column}"::text' for field in text_fields(model))
    needles = "ARRAY(SELECT upper(needle) FROM unnest(%s::text[]) needle)"
    return f"upper(concat_ws(chr(10), {texts})) LIKE ANY({needles})"


def _likes(person):
    needles = [connection.ops.prep_for_like_query(needle) for needle in person.needles]
    needles += ["%".join(digits) for digits in person.phones]  # however they are grouped
    return [f"%{needle}%" for needle in needles]


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def mentions(model, person, pattern=None, rows=None):
    """{key of the row: {field: text}} of the texts of a table that name the person."""
    pattern, texts_found = pattern or person.pattern, {}
    queryset = candidates(model, person)
    if rows is not None:
        queryset = queryset.filter(pk__in=rows.values("pk"))
    names = [field.name for field in text_fields(model)]
    for row in queryset.values("pk", *names):
        texts = {name: as_text(row[name]) for name in names}
        if matching := {name: text for name, text in texts.items() if pattern.search(text)}:
            texts_found[row["pk"]] = matching
    return texts_found


def mend(model, person, pattern=None, rows=None):
    """Take the name, the address and the phones out of the texts of a table.

    Returns the keys of the rows that stay as they are: acts that the base refuses to rewrite.
    """
    pattern, refused = pattern or person.pattern, []
    for pk, texts in mentions(model, person, pattern, rows).items():
        values = {
            name: _mended(model._meta.get_field(name), text, pattern)
            for name, text in texts.items()
        }
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**values)
        except IntegrityError as error:
            if not is_spoken(error):
                raise
            refused.append(pk)
    return refused


def _mended(field, text, pattern):
    if isinstance(field, models.EmailField):
        return ""
    mended = pattern.sub(NO_NAME, text)
    if isinstance(field, models.JSONField):
        return json.loads(mended)
    return mended[: field.max_length] if field.max_length else mended


def where_surname_stays(person):
    """{name of a table: rows} in which the surname is alone: maybe somebody else's."""
    left = {}
    entries = (Correspondent, Correspondent.pgh_event_model)
    models = [model for model in [*tables(), Edition] if model not in entries]
    for model in naming(models, person):
        if places := mentions(model, person, person.surname_pattern):
            left[title(model)] = len(places)
    return left


def title(model):
    """A table as one reads it: history is named after what it tells."""
    tracked_model = getattr(model, "pgh_tracked_model", None)
    name = (tracked_model or model)._meta.verbose_name
    return f"{name} (historique)" if tracked_model else str(name)
