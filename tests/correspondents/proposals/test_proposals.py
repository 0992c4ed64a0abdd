"""Proposals decided: what is written, what is verified, what is told."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from correspondents.models import AlreadyDecided, Correspondent, Message, Proposal, review_of
from correspondents.proposals.submissions import Submission
from tests.factories import CorrespondentFactory, ProposalFactory, UserFactory


def together(person, changes, **values):
    """The fields that one person proposes at once, as a list."""
    key = uuid.uuid4()
    return [
        ProposalFactory(target=person, submission=key, field=field, new=new, **values)
        for field, new in changes.items()
    ]


def decide(proposals, *, by, refused=()):
    """Accept all but those refused, read again as a page would."""
    found = Submission.read(proposals[0].submission, user=by)
    found.decide(
        [(p, "") for p in found.proposals if p.field not in refused],
        [(p, "Ce n’est pas exact.") for p in found.proposals if p.field in refused],
        by=by,
    )


def test_all_accepted_verifies_the_entry_on_the_day_it_was_written(delegation):
    person = CorrespondentFactory()
    written = timezone.now() - timedelta(days=20)
    proposals = together(
        person, {"function": "Attachée", "phone": "+221 33 839 51 00"}, made_at=written
    )

    decide(proposals, by=delegation)

    person.refresh_from_db()
    assert (person.function, person.phone) == ("Attachée", "+221 33 839 51 00")
    assert person.verified_on == timezone.localdate(written)
    assert person.verified_by == "la personne, validé par la délégation"


def test_what_a_post_wrote_by_its_link_is_not_said_to_be_the_person_s(delegation, dakar):
    person = CorrespondentFactory()

    decide(together(person, {"function": "Attachée"}, from_name=str(dakar)), by=delegation)

    person.refresh_from_db()
    assert person.verified_by == "le poste, validé par la délégation"


def test_a_remark_in_words_verifies_nothing(delegation):
    remark = ProposalFactory(field="", new="", comment="Le poste couvre aussi la Gambie.")

    decide([remark], by=delegation)

    remark.target.refresh_from_db()
    assert remark.target.verified_on is None
    assert remark.target.to_confirm_since is None


def test_nobody_is_asked_again_while_a_correction_waits(delegation):
    proposal = ProposalFactory()
    assert proposal.target not in Correspondent.objects.due()

    proposal.refuse(by=delegation, reason="Ce n’est pas exact.")

    assert proposal.target in Correspondent.objects.due()


def test_the_name_of_who_decides_is_not_published(dakar):
    cocac = UserFactory(post=dakar, post_function="validates")
    person = CorrespondentFactory()

    decide(together(person, {"function": "Attachée"}), by=cocac)

    person.refresh_from_db()
    assert person.verified_by == "la personne, validé par le poste"


def test_one_refused_field_verifies_nothing(delegation):
    person = CorrespondentFactory(verified_on=date(2025, 3, 1))
    proposals = together(person, {"function": "Attachée", "last_name": "Autre"})

    decide(proposals, by=delegation, refused=["last_name"])

    person.refresh_from_db()
    assert person.function == "Attachée"
    assert person.verified_on == date(2025, 3, 1)


def test_a_later_doubt_is_stronger_than_what_the_person_wrote(delegation):
    person = CorrespondentFactory()
    proposals = together(
        person, {"function": "Attachée"}, made_at=timezone.now() - timedelta(days=9)
    )
    person.doubt()

    decide(proposals, by=delegation)

    person.refresh_from_db()
    assert person.to_confirm_since == timezone.localdate()
    assert person.verified_on is None


def test_a_field_that_waits_leaves_the_entry_and_its_author_waiting(delegation):
    person = CorrespondentFactory()
    first, _ = together(person, {"function": "Attachée", "phone": "+221 33 839 51 00"})

    found = Submission.read(first.submission, user=delegation)
    found.decide([(found.proposals[0], "")], [], by=delegation)

    person.refresh_from_db()
    assert person.verified_on is None
    assert not Message.objects.exists()


def test_days_that_are_only_right_together_are_accepted_together(delegation):
    person = CorrespondentFactory(started_on=date(2020, 9, 1), ended_on=date(2023, 8, 31))
    proposals = together(person, {"started_on": "2024-09-01", "ended_on": "2099-08-31"})

    decide(proposals, by=delegation)

    person.refresh_from_db()
    assert (person.started_on, person.ended_on) == (date(2024, 9, 1), date(2099, 8, 31))


@pytest.mark.parametrize(
    ("field", "new"),
    [("email", "pas une adresse"), ("started_on", "2026-02-31"), ("civility", "Dr"), ("rank", "1")],
)
def test_a_wrong_value_writes_nothing_at_all(delegation, field, new):
    person = CorrespondentFactory()
    proposals = together(person, {"function": "Attachée"})
    wrong = ProposalFactory(
        target=person, submission=proposals[0].submission, field=field, old="", new=new
    )
    Proposal.objects.filter(pk=wrong.pk).update(old=review_of(person).read_field(field))

    with pytest.raises(ValidationError):
        decide(proposals, by=delegation)

    person.refresh_from_db()
    assert person.function == "Chargée de coopération"
    assert Proposal.objects.pending().count() == 2


def test_an_import_s_wrong_phone_does_not_refuse_a_right_address(delegation):
    person = CorrespondentFactory(phone="sans objet")

    decide(together(person, {"email": "awa@diplomatie.example"}), by=delegation)

    person.refresh_from_db()
    assert person.email == "awa@diplomatie.example"


def test_a_value_that_has_moved_is_not_overwritten(delegation):
    person = CorrespondentFactory()
    (proposal,) = together(person, {"function": "Attachée"})
    person.function = "Conseillère"
    person.save()

    with pytest.raises(ValidationError, match="Conseillère"):
        decide([proposal], by=delegation)


def test_the_second_to_decide_is_told(delegation):
    (proposal,) = together(CorrespondentFactory(), {"function": "Attachée"})
    late = Submission.read(proposal.submission, user=delegation)
    decide([proposal], by=delegation)

    with pytest.raises(AlreadyDecided, match="Fonction"):
        late.decide([], [(late.first, "Non.")], by=delegation)


def test_an_accepted_departure_ends_the_tenure(delegation):
    person = CorrespondentFactory()
    person.hide()
    yesterday = timezone.localdate() - timedelta(days=1)

    decide(
        together(person, {"ended_on": yesterday.isoformat(), "successor": "Théo Inventé"}),
        by=delegation,
    )

    person.refresh_from_db()
    assert person.ended_on == yesterday
    assert person.verified_on is None


def test_a_refused_departure_shows_the_entry_again(delegation):
    person = CorrespondentFactory()
    person.hide()

    decide(together(person, {"ended_on": "2026-01-01"}), by=delegation, refused=["ended_on"])

    person.refresh_from_db()
    assert person.hidden_since is None
    assert person.ended_on is None


def test_what_is_proposed_about_nothing_can_only_be_refused(delegation):
    person = CorrespondentFactory()
    proposals = together(person, {"function": "Attachée"})
    person.delete()

    with pytest.raises(ValidationError, match="n’existe plus"):
        decide(proposals, by=delegation)
    decide(proposals, by=delegation, refused=["function"])

    assert Proposal.objects.get().decision == "refused"


def test_who_proposed_is_told_once_what_was_decided(delegation):
    person = CorrespondentFactory(name_is_public=False, last_name="Cachée")
    proposals = together(person, {"function": "Attachée", "phone": "+221 33 839 51 00"})

    decide(proposals, by=delegation, refused=["phone"])

    message = Message.objects.get()
    assert message.to == "awa.inventee@diplomatie.example"
    assert "Fonction : « Attachée »" in message.text
    assert "Ce n’est pas exact." in message.text
    assert "Cachée" not in message.text + message.html
    assert str(delegation) not in message.text + message.html


def test_who_left_no_address_is_not_written_to(delegation):
    decide(together(CorrespondentFactory(), {"function": "X"}, from_email=""), by=delegation)

    assert not Message.objects.exists()


def test_an_accepted_departure_verifies_nothing(delegation):
    person = CorrespondentFactory()
    later = (timezone.localdate() + timedelta(days=20)).isoformat()

    decide(together(person, {"ended_on": later, "successor": "Théo Inventé"}), by=delegation)

    person.refresh_from_db()
    assert person.ended_on.isoformat() == later
    assert person.verified_on is None
