"""The address of a list in the admin tells nothing that its page hides, of any table."""

from itertools import product

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.filters import FieldListFilter
from django.contrib.admin.utils import flatten_fieldsets, get_fields_from_path
from django.db.models import F, GeneratedField
from django.urls import reverse

from correspondents.desk.front_page import AdminActs
from correspondents.models import Message

from ..factories import CorrespondentFactory, UserFactory

pytestmark = pytest.mark.slow

TABLES = dict(sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label))
ENDINGS = ["", "__exact", "__iexact", "__regex", "__startswith", "__contains", "__gt", "__lte"]
ENDINGS += ["__in", "__isnull", "__range", "__isempty", "__year"]

each_table = pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label_lower)


@pytest.fixture
def chief_client(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def asked(rf, db):
    """A request that a superuser makes, to whom every table and every filter is open."""
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    return request


def address(model, **query):
    name = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
    return reverse(f"admin:{name}", query=query)


def columns(model):
    """The path of each column of the table, and of each one relation away, either way."""
    for field in model._meta.get_fields():
        name = field.name if field.concrete else getattr(field, "get_accessor_name", lambda: "")()
        paths = {field.name, name, getattr(field, "attname", field.name)} - {None, ""}
        yield from paths
        if field.is_relation and field.related_model:
            far = [each for each in field.related_model._meta.get_fields() if each.concrete]
            yield from (f"{path}__{each.name}" for path in paths for each in far)


def filters_of(table, asked):
    """What each filter of the list reads in an address, as the filter itself says."""
    for each in table.get_list_filter(asked):
        if isinstance(each, type):
            yield from each(asked, {}, table.model, table).expected_parameters()
            continue
        path, kind = each if isinstance(each, tuple) else (each, FieldListFilter.create)
        field = get_fields_from_path(table.model, path)[-1]
        spec = kind(field, asked, {}, table.model, table, field_path=path)
        yield from spec.expected_parameters()
        if kind is not admin.EmptyFieldListFilter:
            yield path
            yield from [] if field.is_relation else [f"{path}__exact"]  # it means the same


def named(table, asked):
    periods = ["year", "month", "day"] if table.date_hierarchy else []
    hierarchy = [f"{table.date_hierarchy}__{period}" for period in periods]
    return {*filters_of(table, asked), *hierarchy, *table.lookups}


@each_table
def test_a_list_filters_by_what_its_table_names_and_by_nothing_else(asked, model):
    table = TABLES[model]
    tried = {f"{path}{end}" for path, end in product(columns(model), ENDINGS)}
    tried |= named(table, asked)

    allowed = {lookup for lookup in tried if table.lookup_allowed(lookup, "1", asked)}

    assert allowed == named(table, asked)


@each_table
def test_a_lookup_that_is_not_named_is_refused_before_the_list_is_read(asked, rf, model):
    table, user = TABLES[model], asked.user
    hidden = [path for path in columns(model) if f"{path}__regex" not in named(table, asked)]

    for path in hidden:
        request = rf.get("/", {f"{path}__regex": "^a"})
        request.user = user
        with pytest.raises(DisallowedModelAdminLookup):
            table.get_changelist_instance(request)
    assert hidden


@each_table
def test_an_address_names_a_record_by_its_key_alone(chief_client, model):
    for field in model._meta.concrete_fields:
        asked = address(model, _to_field=field.name, _popup=1)
        assert chief_client.get(asked).status_code == (200 if field.primary_key else 400)


@each_table
def test_a_list_is_sorted_by_the_columns_that_it_shows(chief_client, model):
    shown = TABLES[model].list_display

    answers = {chief_client.get(address(model, o=rank)).status_code for rank in range(len(shown))}

    assert answers == {200}


def sources(field):
    """The columns that a column is made of: itself, unless the base makes it of others."""
    if not isinstance(field, GeneratedField):
        return {field.name}
    return {part.name for part in field.expression.flatten() if isinstance(part, F)}


def shown(model, asked):
    """The columns that the admin shows of a table: on its own pages, or as rows of another."""
    if table := TABLES.get(model):
        return {*table.list_display, *flatten_fieldsets(table.get_fieldsets(asked, model()))}
    inlines = ((inline, table) for table in TABLES.values() for inline in table.inlines)
    rows = [each(table.model, admin.site) for each, table in inlines if each.model is model]
    return {name for each in rows for name in flatten_fieldsets(each.get_fieldsets(asked))}


@each_table
def test_a_search_reads_only_what_the_admin_shows(asked, model):
    for path in TABLES[model].get_search_fields(asked):
        fields = get_fields_from_path(model, path.removesuffix("__exact").removesuffix("__iexact"))
        assert sources(fields[-1]) <= shown(fields[-1].model, asked), path


HIDDEN = ["text__regex", "text__startswith", "html__contains", "headers__icontains", "text"]


@pytest.mark.parametrize("lookup", HIDDEN)
def test_the_text_of_a_mail_is_not_read_letter_by_letter(delegation_client, lookup):
    Message.objects.create(
        key="essai",
        kind="invitation",
        to="qui@diplomatie.example",
        subject="Essai",
        text="/invitation/447",
    )

    answers = [
        delegation_client.get(address(Message, **{lookup: text})).status_code
        for text in ("/invitation/44[0-7]", "/invitation/44[8-9]")
    ]

    assert answers == [400, 400]


def test_an_export_refuses_what_its_list_refuses(delegation_client, dakar):
    person = CorrespondentFactory(post=dakar)
    export = reverse("admin:correspondents_correspondent_export", query={"phone__regex": "^2"})

    answers = [delegation_client.get(export), delegation_client.post(export, {"format": "csv"})]

    assert [answer["Location"] for answer in answers] == [address(type(person))] * 2


def test_filters_kept_for_the_way_back_are_refused_there(delegation_client, dakar):
    person = CorrespondentFactory(post=dakar)
    way = reverse("admin:correspondents_correspondent_change", args=[person.pk])
    page = delegation_client.get(way, {"_changelist_filters": "phone__regex=^2"})

    assert page.status_code == 200
    assert delegation_client.get(f"{address(type(person))}?phone__regex=^2").status_code == 400
    assert (
        delegation_client.get(address(type(person), _changelist_filters="a=b")).status_code == 400
    )


def test_the_links_of_the_front_page_open_their_lists(delegation_client, dakar):
    person, acts = CorrespondentFactory(post=dakar), AdminActs()

    for url in (acts.settle(person), acts.verify(dakar)):
        assert list(delegation_client.get(url).context["cl"].queryset) == [person]
