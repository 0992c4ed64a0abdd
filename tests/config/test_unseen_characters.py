"""No form reads the characters that nobody sees; free texts keep the joiners of their script."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.forms.widgets import Input
from django.test import RequestFactory
from django.urls import get_resolver

from correspondents.confirmation.forms import OwnDepartureForm
from correspondents.models import Post
from projects.admin.opinions import AskForm

from ..correspondents.at_post import seen
from ..factories import CorrespondentFactory, UserFactory
from .conftest import sign_in

UNSEEN = "\u200b\u00ad\u202e\ufeff\u2060"
JOINED = "👩‍🚀 می‌خواهم"


def walk(cls):
    for each in cls.__subclasses__():
        yield each
        yield from walk(each)


def forms_of_pages():
    """Every form of our own that an address of the site leads to."""
    assert get_resolver().url_patterns  # imports the views
    rooms = ("config", "projects", "atlas", "correspondents", "allauth")
    return [form for form in walk(forms.BaseForm) if form.__module__.split(".")[0] in rooms]


def forms_of_admin():
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_staff=True, is_active=True)
    request.resolver_match = SimpleNamespace(kwargs={"object_id": "0"})
    for table in admin.site._registry.values():
        if table.has_add_permission(request):
            yield table.get_form(request)
        if table.has_change_permission(request):
            yield table.get_form(request, table.model())
            yield from (formset.form for formset, _ in table.get_formsets_with_inlines(request))


TYPED = f"{UNSEEN}Anaïs{UNSEEN} {JOINED}{UNSEEN}"
READ = {  # the first kind of widget that a field has
    forms.PasswordInput: TYPED,
    forms.Textarea: f"Anaïs {JOINED}",
    Input: "Anaïs 👩🚀 میخواهم",
}


def check(form_classes):
    """Each field of text of these forms reads what its kind says; returns the kinds there are."""
    kinds = set()
    for form in form_classes:
        like = type(form.__name__, (forms.Form,), {"bound_field_class": form.bound_field_class})
        bound = like(dict.fromkeys(form.base_fields, TYPED))
        bound.fields = form.base_fields
        for field in bound:
            kind = next((kind for kind in READ if isinstance(field.field.widget, kind)), None)
            if kind and not isinstance(field.field.widget, forms.FileInput | forms.CheckboxInput):
                kinds.add(kind)
                assert field.data == READ[kind], f"{form.__name__}.{field.name}"
    return kinds


def test_every_form_of_the_pages_reads_what_is_seen(db):
    found = forms_of_pages()

    assert {OwnDepartureForm, AskForm} < set(found)
    assert check(found) == set(READ)


# Of a library's own table, about the scheme of its links.
@pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango60Warning")
def test_every_form_of_the_admin_reads_what_is_seen(db):
    assert check(forms_of_admin()) >= {forms.Textarea, Input}


@pytest.mark.parametrize("name", [UNSEEN, f"  {UNSEEN}\u200c"])
def test_a_name_of_unseen_characters_is_empty(name):
    form = forms.modelform_factory(Post, fields=["name"])({"name": name})

    assert form.errors["name"] == ["Ce champ est obligatoire."]


def test_the_length_is_measured_on_what_is_seen(db):
    longest = Post._meta.get_field("name").max_length
    bound = forms.modelform_factory(Post, fields=["name"])

    assert bound({"name": "é" * longest + UNSEEN}).is_valid()
    assert not bound({"name": "é" * (longest + 1)}).is_valid()


def test_the_delegation_types_a_name_with_what_nobody_sees(delegation_client, dakar):
    form = modelled(delegation_client, person := CorrespondentFactory(post=dakar))
    form |= {"last_name": f"Ima{UNSEEN}ginaire", "email": "a\u200bwa@poste.example"}

    delegation_client.post(f"/admin/correspondents/correspondent/{person.pk}/change/", form)

    person.refresh_from_db()
    assert (person.last_name, person.email) == ("Imaginaire", "awa@poste.example")


def modelled(client, person):
    page = client.get(f"/admin/correspondents/correspondent/{person.pk}/change/")
    form = page.context["adminform"].form
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_visitors_search_by_what_is_seen(client, dakar):
    CorrespondentFactory(post=dakar, first_name="Awa", last_name="Imaginaire")

    page = client.get("/recherche/", {"q": f"Imag{UNSEEN}inaire"}, follow=True)

    assert "Awa Imaginaire" in page.content.decode()


def test_an_account_signs_in_by_the_address_that_is_seen(browser, dakar):
    user = UserFactory(email="awa@poste.example", post=dakar)
    user.set_password(secret := f"quatre{UNSEEN} mots sans suite")
    user.save()

    user.email = f"a{UNSEEN}wa@poste.example"
    sign_in(browser, user, secret)

    assert browser.session["_auth_user_id"] == str(user.pk)


def test_the_names_of_a_base_in_use_are_cleaned_without_an_event(dakar):
    person = CorrespondentFactory(
        post=dakar, last_name=f"Ima{UNSEEN}ginaire", email="a\u200bwa@b.example"
    )
    nobody = CorrespondentFactory(post=dakar, role="backup", last_name=UNSEEN)
    Post.objects.filter(pk=dakar.pk).update(phone="+221\u200e 33 839 51 00")
    before = seen(person), seen(dakar)
    migration = import_module("correspondents.migrations.0026_names_without_unseen_characters")

    with connection.cursor() as cursor:
        cursor.execute(migration.CLEAN_NAMES)

    for row in (person, nobody, dakar):
        row.refresh_from_db()
    assert (person.last_name, person.email) == ("Imaginaire", "awa@b.example")
    assert (nobody.last_name, dakar.phone) == (UNSEEN, "+221 33 839 51 00")
    assert (seen(person), seen(dakar)) == before
