"""No screen writes a date as it is stored, 2019-05-03: proposals, history and fields say it."""

import json
import re

import pytest
from django.conf import settings
from django.db.models import DateField
from django.utils.module_loading import import_string

from atlas.inventory.forms import AgreementForm, RecordForm
from atlas.models import Partnership
from atlas.partialdates import PartialDateField
from atlas.review.partnership import PartnershipReview
from correspondents.records.history import moments
from tests.factories import (
    ContributionFactory,
    CorrespondentFactory,
    PartnershipFactory,
    ProposalFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STORED = re.compile(r"\d{4}-\d{2}")
DAYS = ["signed_on", "transmitted_on", "ends_on"]


def stored(model, name):
    """A date as a proposal of this field stores it; None where it holds none."""
    if name == "agreement":
        return json.dumps({"object": "Eau"} | dict.fromkeys(DAYS, "2019-05-03"))
    fields = {field.name: field for field in model._meta.get_fields()}
    is_date = isinstance(fields.get(name), DateField | PartialDateField)
    return "2019-05-03" if is_date else None


@pytest.mark.parametrize(
    "factory", [CorrespondentFactory, PartnershipFactory, ContributionFactory], ids=str
)
def test_no_field_of_a_proposal_shows_a_date_as_it_is_stored(factory):
    target = factory()
    review = import_string(settings.REVIEWS[target._meta.label_lower])(target)
    texts = {name: stored(type(review.target), name) for name in review.PROPOSABLE}

    shown = [review.show_value(name, text) for name, text in texts.items() if text]

    assert shown
    assert all("3 mai 2019" in text and not STORED.search(text) for text in shown)


def test_a_convention_proposed_says_each_of_its_days():
    review = PartnershipReview(PartnershipFactory())

    assert review.show_value("agreement", stored(Partnership, "agreement")) == (
        "Eau, signée : 3 mai 2019, transmise au préfet : 3 mai 2019, prend fin : 3 mai 2019"
    )


def test_the_history_says_a_partial_date():
    partnership = PartnershipFactory(started="2019-05")

    change = next(c for c in moments(Partnership, partnership.pk)[0].changes if c.label == "début")

    assert change.new == "mai 2019"


@pytest.mark.parametrize("typed", ["05/2019", "mai 2019", "2019-05"])
def test_a_month_is_typed_and_shown_as_people_write_it(typed):
    partnership = PartnershipFactory(started="2019-05")
    form = RecordForm({"started": typed}, instance=partnership)

    assert 'value="mai 2019"' in str(RecordForm(instance=partnership)["started"])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["started"] == "2019-05"
    assert "started" not in form.changed_data


def test_what_is_no_date_is_shown_as_it_was_typed():
    form = AgreementForm({"object": "Eau", "signed_on": "2019-13"})

    assert not form.is_valid()
    assert 'value="2019-13"' in str(form["signed_on"])


def test_a_decision_is_taken_back_until_an_hour_of_the_post(client, dakar):
    client.force_login(UserFactory(post=dakar, post_function="validates"))
    proposal = ProposalFactory(target=CorrespondentFactory(post=dakar))

    client.post(proposal.get_absolute_url(), {f"decision_{proposal.pk}": "accept"})
    page = client.get(proposal.get_absolute_url()).content.decode()

    assert "vous pouvez revenir sur cette décision" in page
    assert "heure de Dakar" in page
    assert "heure de Paris" not in page
