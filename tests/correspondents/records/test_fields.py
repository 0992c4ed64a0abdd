"""A field of the site's own pages: described by its hint, its counter and its error, never cut."""

import pytest
from django import forms
from dsfr.forms import DsfrBaseForm

from tests.config.test_unseen_characters import forms_of_pages


class Sample(DsfrBaseForm):
    text = forms.CharField(max_length=20, help_text="Court.", widget=forms.Textarea)
    name = forms.CharField(max_length=5, help_text="Court aussi.")


@pytest.mark.slow
def test_no_browser_cuts_what_is_typed_in_a_form_of_the_pages(db):
    for form_class in forms_of_pages():
        if issubclass(form_class, DsfrBaseForm):
            form = type("Like", (DsfrBaseForm,), {})()
            form.fields = form_class.base_fields
            for field in form:
                if isinstance(field.field, forms.CharField) and not field.is_hidden:
                    assert "maxlength" not in str(field), (form_class, field.name)
                    is_long = isinstance(field.field.widget, forms.Textarea)
                    assert ("data-most" in str(field)) is bool(is_long and field.most)


def test_the_hint_and_the_counter_still_describe_a_field_with_an_error():
    form = Sample({"text": "a" * 23, "name": "trop long"})

    assert not form.is_valid()
    described = 'aria-describedby="id_text_helptext id_text_counter id_text-desc-error"'
    assert described in form["text"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name-desc-error"' in str(form["name"])
    assert "a" * 23 in str(form["text"])


def test_a_counter_says_what_is_left_then_what_is_too_much():
    assert "Encore 20 caractères." in str(Sample()["text"])
    assert "Encore 1 caractère." in str(Sample({"text": "a" * 15 + "\r\nbc"})["text"])
    assert "3 caractères de trop. Rien n’a été coupé." in str(Sample({"text": "a" * 23})["text"])


def test_a_counter_is_hidden_until_a_script_moves_it_or_a_text_is_too_long():
    assert 'data-most="20" hidden>' in str(Sample()["text"])
    assert 'data-most="20" >' in str(Sample({"text": "a" * 21})["text"])
