"""The inventory at the post: where it stands, confirmed row by row, corrected, completed."""

import pytest
from django.utils import timezone

from atlas.models import Agreement, ForeignAuthority, LocalAuthority, Partnership, Theme
from correspondents.models import Message, Post, Proposal, review_of
from tests.factories import (
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)

from ...page_forms import forms_of

pytestmark = pytest.mark.django_db
COUNTRY = "/espace-poste/inventaire/sn/"
ADD = "/espace-poste/inventaire/ajouter/"


@pytest.fixture
def dakar():
    return Post.objects.get(slug="dakar")


@pytest.fixture
def validator(client, dakar):
    user = UserFactory(post=dakar, post_function="validates")
    client.force_login(user)
    return user


def test_who_validates_reads_that_an_addition_is_public_at_once(client, validator):
    page = client.get(ADD, added("213502388", "Zzyxfeint", autorite="nouveau"))

    assert "public aussitôt, confirmé par votre poste" in page.content.decode()


@pytest.fixture
def drafter(client, dakar):
    user = UserFactory(post=dakar, post_function="drafts")
    client.force_login(user)
    return user


def shown(client, url, pk):
    """What a page carries of a row: its mark."""
    text = client.get(url).content.decode()
    return text.split(f'name="vu-{pk}" value="')[1].split('"')[0]


def answer(client, row, *, status="", exact=True, seen=None):
    mark = shown(client, COUNTRY, row.pk) if seen is None else seen
    data = {f"etat-{row.pk}": status, f"vu-{row.pk}": mark}
    return client.post(COUNTRY, data | ({"exact": row.pk} if exact else {}), follow=True)


def form_of(client, url, **values):
    """The fields of a form as shown, some of them changed."""
    form = client.get(url).context["form"]
    data = {field.name: field.value() for field in form if field.value() not in (None, "")}
    return data | {"seen": client.get(url).context["seen"]} | values


def test_the_home_tells_what_is_missing_and_to_confirm(client, validator):
    PartnershipFactory(confirmed_on=timezone.localdate(), confirmed_by="le poste")
    PartnershipFactory(status="running")

    (state,) = client.get("/espace-poste/inventaire/").context["states"]

    assert (state.country.pk, state.count, state.to_confirm) == ("SN", 2, 1)
    assert ("état", 1) in state.missing
    assert ("thématique", 2) in state.missing


def test_another_country_is_not_found(client, validator):
    assert client.get("/espace-poste/inventaire/mg/").status_code == 404


def test_a_row_is_confirmed_by_the_post_not_by_a_name(client, validator, dakar):
    row = PartnershipFactory()

    answer(client, row)

    row.refresh_from_db()
    assert (row.confirmed_on, row.confirmed_by) == (timezone.localdate(), str(dakar))


@pytest.mark.slow
def test_a_status_is_written_without_confirming_the_rest(client, validator):
    row = PartnershipFactory()

    answer(client, row, status="running", exact=False)

    row.refresh_from_db()
    assert (row.status, row.confirmed_on) == ("running", None)


def test_a_drafter_confirms_and_proposes_the_status(client, drafter):
    row = PartnershipFactory()

    answer(client, row, status="dormant")

    row.refresh_from_db()
    proposal = Proposal.objects.about(row).get()
    assert (row.status, row.confirmed_on) == ("", timezone.localdate())
    assert (proposal.field, proposal.new) == ("status", "dormant")


def test_a_row_that_moved_is_told_and_left_alone(client, validator):
    row = PartnershipFactory()
    mark = shown(client, COUNTRY, row.pk)
    Partnership.objects.filter(pk=row.pk).update(context="Changé par quelqu’un d’autre.")

    page = answer(client, row, status="running", seen=mark).content.decode()

    row.refresh_from_db()
    assert (row.status, row.confirmed_on) == ("", None)
    assert "a changé pendant que vous la lisiez" in page


def test_a_reserved_status_is_not_said_in_a_row(client, validator):
    row = PartnershipFactory()

    answer(client, row, status="broken")

    row.refresh_from_db()
    assert row.status == ""


@pytest.mark.slow
def test_a_whole_country_is_confirmed_page_after_page(client, validator):
    rows = PartnershipFactory.create_batch(60)

    pages = 0
    while found := client.get(COUNTRY).context["rows"]:
        keys = [row.partnership.pk for row in found]
        marks = {f"vu-{row.partnership.pk}": row.seen for row in found}
        client.post(COUNTRY, {"exact": keys, **marks, **{f"etat-{key}": "" for key in keys}})
        pages += 1

    assert pages == 3
    assert Partnership.objects.filter(confirmed_on=timezone.localdate()).count() == len(rows)


@pytest.mark.slow
def test_the_page_of_a_country_costs_the_same_for_one_row_and_for_twenty(
    client, validator, django_assert_max_num_queries
):
    PartnershipFactory.create_batch(20)

    with django_assert_max_num_queries(24):
        client.get(COUNTRY)


@pytest.mark.parametrize("text", ["exact=x", "etat-9999999999999999999999=", "etat-²=", "exact=1"])
def test_nonsense_changes_nothing(client, validator, text):
    response = client.post(
        COUNTRY, text, content_type="application/x-www-form-urlencoded", follow=True
    )

    assert "Aucune ligne n’est cochée" in response.content.decode()


@pytest.mark.slow
def test_a_correction_writes_confirms_and_ranks_the_themes(client, validator):
    row, (one, other) = PartnershipFactory(), Theme.objects.filter(level=1)[:2]
    url = f"/espace-poste/inventaire/fiches/{row.pk}/"

    data = form_of(client, url, first_signed_year="1998", theme_1=other.code, theme_2=one.code)
    client.post(url, data | {"goals": ["6", "4"]})

    row.refresh_from_db()
    assert (row.first_signed_year, row.confirmed_on) == (1998, timezone.localdate())
    assert (review_of(row).read_field("themes"), row.goals) == (f"{other.code} {one.code}", [4, 6])


def test_a_new_status_leaves_the_reason_of_the_former_one(client, validator):
    row = PartnershipFactory(
        status="suspended", status_reason="Crise", status_since="2023", status_source="Note"
    )

    review_of(row).accept_changes({"status": "running"}, by=validator)

    row.refresh_from_db()
    assert (row.status, row.status_reason, row.status_source) == ("running", "", "")


@pytest.mark.slow
def test_a_suspension_without_its_source_is_refused(client, validator):
    row = PartnershipFactory()
    url = f"/espace-poste/inventaire/fiches/{row.pk}/"

    response = client.post(url, form_of(client, url, status="suspended"))

    row.refresh_from_db()
    assert response.status_code == 422
    assert "d’après quelle source" in response.content.decode()
    assert row.status == ""


@pytest.mark.slow
def test_a_drafter_proposes_field_by_field(client, drafter, dakar):
    row = PartnershipFactory()
    url = f"/espace-poste/inventaire/fiches/{row.pk}/"

    client.post(url, form_of(client, url, first_signed_year="1998", context="Eau potable."))

    row.refresh_from_db()
    told = Proposal.objects.about(row).values_list("field", "new", "post")
    assert set(told) == {
        ("first_signed_year", "1998", dakar.pk),
        ("context", "Eau potable.", dakar.pk),
    }
    assert row.first_signed_year is None


def test_a_convention_is_added_by_who_validates(client, validator):
    row = PartnershipFactory()
    url = f"/espace-poste/inventaire/fiches/{row.pk}/conventions/ajouter/"

    client.post(url, form_of(client, url, object="Eau et assainissement", signed_on="2019-05"))

    assert Agreement.objects.get(partnership=row).signed_on == "2019-05"


def test_a_convention_is_not_written_by_who_drafts(client, drafter):
    row = PartnershipFactory()

    response = client.get(f"/espace-poste/inventaire/fiches/{row.pk}/conventions/ajouter/")

    assert response.status_code == 403


def added(lead, partner, **more):
    return {"collectivite": lead, "pays": "sn", "partenaire": partner, **more}


def test_homonyms_are_offered_never_taken(client, validator):
    page = client.get(ADD, added("Sainte-Colombe", "Ndimagine"))

    sides = page.context["sides"]
    assert sides.lead is None
    assert len(sides.leads) > 3
    assert "form_title" in page.context
    assert not sides.are_settled


def test_a_place_already_worked_at_is_told_before_the_form(client, validator):
    partner = ForeignAuthorityFactory(name="Ndiayène-Feinte")
    PartnershipFactory.create_batch(2, partner=partner)

    page = client.get(ADD, added("213502388", "Ndiayene feinte")).content.decode()

    assert "2 autres collectivités françaises travaillent à Ndiayène-Feinte" in page


def test_a_partnership_is_added_at_once_by_who_validates(client, validator, dakar):
    partner = ForeignAuthorityFactory(name="Ndiayène-Feinte")
    url = f"{ADD}?collectivite=213502388&pays=sn&partenaire=Ndiayene+feinte"

    client.post(url, {"kind": "twinning", "started": "2004", "seen": ""})

    made = Partnership.objects.get(partner=partner)
    assert (made.lead.siren, made.kind, made.started) == ("213502388", "twinning", "2004")
    assert (made.confirmed_by, made.source) == (str(dakar), str(dakar))


def test_a_second_twinning_of_the_two_is_refused_and_nothing_is_written(client, validator):
    rennes = LocalAuthority.objects.get(siren="213502388")
    partner = ForeignAuthorityFactory(name="Ndiayène-Feinte")
    PartnershipFactory(lead=rennes, partner=partner)
    url = f"{ADD}?collectivite=213502388&pays=sn&partenaire=Ndiayene+feinte"

    page = client.post(url, {"kind": "twinning", "seen": ""})

    assert page.status_code == 422
    assert "ont déjà un jumelage" in page.content.decode()
    assert Partnership.objects.filter(partner=partner).count() == 1


def test_a_resembling_place_is_offered_and_a_new_one_is_said(client, validator):
    ForeignAuthorityFactory(name="Diofior-Feinte")

    sides = client.get(ADD, added("213502388", "Dioffior-Feinte")).context["sides"]
    new = client.get(ADD, added("213502388", "Dioffior-Feinte", autorite="nouveau"))

    assert [place.name for place in sides.partners] == ["Diofior-Feinte"]
    assert not sides.are_settled
    assert new.context["sides"].are_settled


@pytest.mark.parametrize("typed", ["Commune de Zzyxville", "Région de Zzyxville", "Zzyxvile"])
def test_a_known_partner_is_offered_before_a_new_one(client, validator, typed):
    known = ForeignAuthorityFactory(name="Ville de Zzyxville")

    page = client.get(ADD, added("213502388", typed))

    assert page.context["sides"].partners == [known]
    assert not page.context["sides"].are_settled
    offers = page.content.decode().split("S’agit-il de")[1].split("</ul>")[0].split("<li>")
    assert "Une autre : ajouter" in offers[-1]


def test_a_drafter_s_partnership_waits_for_who_validates(client, drafter):
    url = f"{ADD}?collectivite=213502388&pays=sn&partenaire=Zzyxfeint&autorite=nouveau"

    client.post(url, {"kind": "agreement", "seen": ""})

    assert not ForeignAuthority.objects.filter(name="Zzyxfeint").exists()
    (proposal,) = Proposal.objects.pending()
    assert (proposal.field, proposal.new, proposal.origin) == ("kind", "agreement", "post")
    assert str(proposal.target) == "Rennes – Zzyxfeint"


def test_a_country_of_another_post_is_no_choice(client, validator):
    page = client.get(ADD, added("213502388", "Antananarivo") | {"pays": "mg"})

    assert "Choisissez un des pays" in page.content.decode()


def test_the_space_asks_for_the_rows_to_confirm(client, validator):
    PartnershipFactory(lead=LocalAuthorityFactory())

    page = client.get("/espace-poste/").content.decode()

    assert "Sénégal : 1 partenariat à confirmer" in page


@pytest.mark.slow
def test_a_status_that_waits_leaves_nothing_to_answer_in_its_row(client, drafter):
    row = PartnershipFactory()
    answer(client, row, status="running", exact=False)

    page = client.get(COUNTRY).content.decode()

    assert "Correction en attente" in page
    assert f'name="etat-{row.pk}"' not in page
    assert "par vous" in page


@pytest.mark.slow
def test_a_confirmation_is_taken_back_for_a_day(client, validator):
    row = PartnershipFactory()
    answer(client, row)
    page = client.get(f"{COUNTRY}?etat=tous").content.decode()

    client.post(f"/espace-poste/inventaire/fiches/{row.pk}/annuler/")

    row.refresh_from_db()
    assert f"/espace-poste/inventaire/fiches/{row.pk}/annuler/" in page
    assert (row.confirmed_on, row.confirmed_by) == (None, "")


@pytest.mark.slow
def test_a_record_changed_since_is_not_taken_back(client, validator):
    row = PartnershipFactory()
    answer(client, row)
    Partnership.objects.update(context="Eau potable.")

    response = client.post(f"/espace-poste/inventaire/fiches/{row.pk}/annuler/", follow=True)

    row.refresh_from_db()
    assert row.confirmed_on == timezone.localdate()
    assert "n’est plus possible" in response.content.decode()


def test_a_new_partnership_is_said_to_be_proposed(client, drafter):
    url = f"{ADD}?collectivite=213502388&pays=sn&partenaire=Zzyxfeint&autorite=nouveau"

    page = client.post(url, {"kind": "agreement", "seen": ""}, follow=True).content.decode()

    assert "Nouveau partenariat proposé : Rennes – Zzyxfeint" in page
    assert "Nouveau, pas encore public (1)" in page
    assert "Retirer" in page


def test_a_row_is_looked_for_by_a_name(client, validator):
    partner = ForeignAuthorityFactory(name="Kimagine-Feinte")
    wanted = PartnershipFactory(partner=partner)
    PartnershipFactory()

    rows = client.get(COUNTRY, {"q": "kimagine"}).context["rows"]
    none = client.get(COUNTRY, {"q": "zzyx"}).content.decode()

    assert [row.partnership for row in rows] == [wanted]
    assert "ne porte ce nom ici" in none


NEW_SIDES = f"{ADD}?collectivite=213502388&pays=sn&partenaire=Zzyxfeint&autorite=nouveau"


@pytest.mark.slow
def test_the_same_two_proposed_again_take_the_place_of_the_first(client, drafter):
    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})

    assert "Déjà proposé, en attente" in client.get(NEW_SIDES).content.decode()
    page = client.post(
        NEW_SIDES, {"kind": "agreement", "started": "2019", "seen": ""}, follow=True
    ).content.decode()

    assert "Il remplace votre proposition précédente." in page
    assert {p.new for p in Proposal.objects.pending()} == {"agreement", "2019"}
    assert Proposal.objects.pending().values("submission").distinct().count() == 1


@pytest.mark.slow
def test_what_a_colleague_proposed_is_not_proposed_a_second_time(client, drafter, dakar):
    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})
    client.force_login(UserFactory(post=dakar, post_function="drafts"))

    shown = client.get(NEW_SIDES).content.decode()
    response = client.post(NEW_SIDES, {"context": "De l’eau.", "seen": ""})

    assert f"par {drafter}" in shown
    assert response.status_code == 422
    assert "déjà proposé par votre poste" in response.content.decode()
    assert "De l’eau." in response.content.decode()
    assert Proposal.objects.count() == 1


def test_another_kind_of_the_same_two_is_another_partnership(client, drafter):
    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})

    client.post(NEW_SIDES, {"kind": "twinning", "seen": ""})

    assert {p.new for p in Proposal.objects.pending()} == {"agreement", "twinning"}


def test_who_validates_is_told_of_a_new_partnership(client, drafter, dakar):
    head = UserFactory(post=dakar, post_function="validates")

    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})

    mail = Message.objects.get(kind="proposal_received", to=head.email)
    assert "Nouveau partenariat proposé" in mail.subject
    assert str(drafter) in mail.text


def test_who_has_no_account_is_told_who_decides_and_led_to_no_page_of_the_space(
    client, drafter, dakar
):
    Post.objects.filter(pk=dakar.pk).update(mailbox="cooperation@diplomatie.example")
    head = UserFactory(post=dakar, post_function="validates")

    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})

    told = Message.objects.get(kind="proposal_received", to=head.email)
    informed = Message.objects.get(kind="proposal_received", to="cooperation@diplomatie.example")
    assert "Lire et décider" in told.text
    assert "/espace-poste/" not in informed.text
    assert f"Qui décide, depuis son compte : {head}" in informed.text
    assert "il faut un compte : demandez-le" in informed.text


@pytest.mark.slow
def test_a_mail_that_has_not_left_of_a_proposal_withdrawn_does_not_leave(client, drafter, dakar):
    UserFactory(post=dakar, post_function="validates")
    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})
    proposal = Proposal.objects.get()

    response = client.post(f"{proposal.get_absolute_url()}retirer/", {"page": COUNTRY})
    assert response.url == COUNTRY
    assert not Message.objects.exists()

    client.post(f"{proposal.get_absolute_url()}retirer/annuler/", {"page": COUNTRY})
    assert Message.objects.get().kind == "proposal_received"


def test_a_convention_is_public_once_its_signature_has_a_day(client, validator):
    row = PartnershipFactory(kind="agreement")
    Agreement.objects.create(partnership=row, object="De l’eau, signée", signed_on="2019-05")
    Agreement.objects.create(partnership=row, object="Un projet de convention")
    page = f"/espace-poste/inventaire/fiches/{row.pk}/"

    public = client.get(row.get_absolute_url()).content.decode()

    assert "De l’eau, signée" in public
    assert "Un projet de convention" not in public
    assert "pas encore signée, pas publique" in client.get(page).content.decode()
    form = client.get(f"{page}conventions/ajouter/").content.decode()
    assert "Sans jour de signature, la convention n’est pas publique." in form


def test_a_convention_that_is_not_signed_completes_no_record(client, validator):
    row = PartnershipFactory(kind="agreement")
    Agreement.objects.create(partnership=row, object="Un projet de convention")
    page = f"/espace-poste/inventaire/fiches/{row.pk}/"

    assert "convention signée" in client.get(page).context["missing"]


@pytest.mark.slow
def test_the_mail_of_what_was_replaced_does_not_leave(client, drafter, dakar):
    UserFactory(post=dakar, post_function="validates")
    client.post(NEW_SIDES, {"kind": "agreement", "seen": ""})

    client.post(NEW_SIDES, {"kind": "agreement", "started": "2019", "seen": ""})

    (mail,) = Message.objects.filter(kind="proposal_received")
    assert Proposal.objects.pending().first().get_absolute_url() in mail.text


def test_a_partnership_without_detail_is_called_so_where_it_is_decided(client, drafter, validator):
    sides = {"collectivite": "Rennes", "pays": "SN", "partenaire": "Podor"}
    client.force_login(drafter)
    (form,) = forms_of(client.get(ADD, sides))
    client.post(form.action, form.values)
    proposed = Proposal.objects.get()
    client.force_login(validator)

    page = client.get(proposed.get_absolute_url()).content.decode()

    assert "Nouveau partenariat : votre décision" in page
    assert "Signalement" not in page
    assert "Voir la page publique du pays" in page
