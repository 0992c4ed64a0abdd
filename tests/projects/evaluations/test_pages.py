"""The screens of evaluations: the post writes, the delegation reads, nobody else sees any."""

import re
from datetime import timedelta
from io import BytesIO

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from correspondents.models import Message, Post
from projects.evaluations.drafts import MOST_PHOTOS, UNDESCRIBED
from projects.models import Evaluation, EvaluationMark, EvaluationPhoto

from ...factories import EvaluationFactory, GrantFactory, UserFactory
from ...reviews import confirmed

pytestmark = pytest.mark.django_db
BASE = "/espace-poste/evaluations/"
PNG = BytesIO()
Image.new("RGB", (9, 9)).save(PNG, "PNG")
GOOD = {
    "visited_on": "",
    "summary": "Le projet avance bien.",
    **{f"mark_{criterion}": "3" for criterion in EvaluationMark.Criterion.values},
    **{f"text_{criterion}": "Vu sur place." for criterion in EvaluationMark.Criterion.values},
}


@pytest.fixture
def grant():
    return GrantFactory()


@pytest.fixture
def at_post(client, cocac):
    client.force_login(cocac)
    return client


def page(client, address, status=200):
    """The text of a page, which is valid."""
    response = client.get(address)
    assert response.status_code == status
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def image(name="visite.png", content=None):
    return SimpleUploadedFile(name, PNG.getvalue() if content is None else content)


def written(client, grant, **values):
    sent = {**GOOD, "evaluated_on": timezone.localdate(), "act": "draft", **values}
    return client.post(f"{BASE}{grant.pk}/evaluer/", sent)


def resent(client, grant, **values):
    """The form as it is shown now, sent with these values."""
    seen = client.get(f"{BASE}{grant.pk}/evaluer/").context["seen"]
    return written(client, grant, seen=seen, **values)


@pytest.mark.slow
def test_projects_to_evaluate_come_first(at_post, grant):
    tomorrow = timezone.localdate() + timedelta(days=1)
    GrantFactory(decision__application__title="À venir demain", starts_on=tomorrow)
    EvaluationFactory(grant=GrantFactory(decision__application__title="Suivi"), validated="A")

    text = page(at_post, BASE)

    assert "2 projets en cours, 1 jamais évalué." in text
    assert text.index(grant.application.title) < text.index("Suivi") < text.index("À venir demain")


@pytest.mark.slow
def test_another_post_s_project_is_not_found(client, grant):
    client.force_login(UserFactory(post=Post.objects.get(slug="berne"), post_function="validates"))

    assert "Aucun projet en cours." in page(client, BASE)
    for address in ("", "evaluer/", "comparer/"):
        for method in (client.get, client.post, client.put, client.delete):
            assert method(f"{BASE}{grant.pk}/{address}").status_code == 404


@pytest.mark.slow
def test_a_draft_is_kept_then_validated(at_post, grant, cocac):
    assert written(at_post, grant, summary="", mark_impact="", text_impact="").status_code == 302
    draft = Evaluation.objects.get()
    assert (draft.validated_at, draft.marks.count()) == (None, 5)
    assert "Reprendre le brouillon" in page(at_post, f"{BASE}{grant.pk}/")

    response = resent(at_post, grant, act="validate", mark_impact="0")
    assert response["Location"] == f"{BASE}{grant.pk}/valider/"
    assert Evaluation.objects.get().validated_at is None
    text = page(at_post, response["Location"])
    assert "0 sur 4. Vu sur place." in text
    response = confirmed(at_post, at_post.get(response["Location"]), response["Location"])

    assert response["Location"] == f"{BASE}{grant.pk}/"
    counted = Evaluation.objects.validated().get()
    assert counted.validated_by == cocac.signature
    assert counted.marks.get(criterion="impact").mark == 0
    text = page(at_post, f"{BASE}{grant.pk}/")
    assert "Impact : 0 sur 4" in text
    assert "Évaluer ce projet" in text


@pytest.mark.slow
def test_who_drafts_does_not_validate(client, dakar, cocac, grant):
    client.force_login(UserFactory(post=dakar, post_function="drafts"))

    assert written(client, grant, act="validate").status_code == 403
    assert not Evaluation.objects.exists()
    assert written(client, grant).status_code == 302
    assert "Valider l’évaluation" not in page(client, f"{BASE}{grant.pk}/evaluer/")
    assert "Projets à évaluer" in page(client, "/espace-poste/")
    client.force_login(cocac)
    assert "Évaluations à valider" in page(client, "/espace-poste/")
    address = resent(client, grant, act="validate")["Location"]
    assert confirmed(client, client.get(address), address).status_code == 302
    assert "Évaluations à valider" not in page(client, "/espace-poste/")


@pytest.mark.slow
def test_who_drafts_submits_a_complete_draft_to_who_validates(client, dakar, cocac, grant):
    client.force_login(UserFactory(post=dakar, post_function="drafts"))
    form = page(client, f"{BASE}{grant.pk}/evaluer/")
    assert re.findall(r'name="act" value="(\w+)"', form) == ["draft", "submit"]

    assert written(client, grant, act="submit", summary="").status_code == 422
    assert not Message.objects.exists()
    response = written(client, grant, act="submit")

    said = client.get(response["Location"]).content.decode()
    assert f"L’évaluation est soumise. À valider par {cocac}." in said
    mail = Message.objects.get()
    assert (mail.kind, mail.to) == ("evaluation_validation", cocac.email)
    client.force_login(cocac)
    address = re.search(r"http://\S+?(/espace-poste/\S+)", mail.text)[1]
    assert "Voici ce que vous validez" in page(client, address)


@pytest.mark.slow
def test_who_submits_where_nobody_validates_is_told(client, dakar, grant):
    client.force_login(UserFactory(post=dakar, post_function="drafts"))

    response = written(client, grant, act="submit")

    assert "écrivez à la délégation" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": ""}, "Gardez le brouillon, ou validez"),
        ({"act": "validate", "summary": " "}, "dites ce qu’il faut retenir"),
        ({"act": "validate", "text_impact": ""}, "des constats à : impact."),
        ({"act": "validate", "mark_impact": "", "text_impact": ""}, "une note et des constats"),
        ({"act": "validate", "mark_impact": ""}, "Donnez une note à ce critère"),
        ({"mark_impact": "5"}, "5"),
        ({"mark_impact": "²"}, "²"),
        ({"evaluated_on": ""}, "obligatoire"),
        ({"evaluated_on": "2999-01-01"}, "pas encore venu"),
        ({"evaluated_on": "2001-01-01"}, "Le projet ne commence que le"),
        ({"visited_on": "2001-01-01"}, "Le projet ne commence que le"),
        ({"visited_on": "2999-01-01"}, "La visite précède"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(at_post, grant, sent, said):
    response = written(at_post, grant, **sent)

    assert response.status_code == 422
    text = response.content.decode()
    assert said in text
    assert "Vu sur place." in text
    assert not Evaluation.objects.exists()


def test_a_draft_changed_by_somebody_else_is_not_overwritten(at_post, grant):
    written(at_post, grant)

    response = written(at_post, grant, summary="Autre chose.", seen="")

    assert response.status_code == 422
    assert "rien n’a été enregistré" in response.content.decode()
    assert Evaluation.objects.get().summary == GOOD["summary"]


def test_a_project_to_come_is_not_evaluated_yet(at_post):
    grant = GrantFactory(starts_on=timezone.localdate() + timedelta(days=9))

    assert "il ne s’évalue pas encore" in page(at_post, f"{BASE}{grant.pk}/")
    assert written(at_post, grant).status_code == 422


@pytest.mark.slow
def test_a_photo_is_shown_to_who_may_see_its_evaluation(at_post, client, grant, delegation):
    written(at_post, grant, photo=image(), photo_name="Le château d’eau")
    photo = EvaluationPhoto.objects.get()
    address = f"{BASE}photos/{photo.pk}/"

    assert 'alt="Le château d’eau"' in page(at_post, f"{BASE}{grant.pk}/evaluer/")
    response = at_post.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(response.content)).format == "JPEG"
    client.force_login(UserFactory(post=Post.objects.get(slug="berne")))
    assert client.get(address).status_code == 404
    client.force_login(delegation)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("upload", "name", "said"),
    [
        (image("plan.pdf", b"%PDF-1.7"), "Plan", "choisissez une photo en jpg, en png ou en heic"),
        (image("faux.png", b"GIF89a"), "Faux", "« faux.png » ne se lit pas"),
        (image("vide.png", b""), "Vide", "Ce fichier est vide"),
    ],
)
def test_a_photo_that_is_none_is_refused(at_post, grant, upload, name, said):
    upload.seek(0)
    response = written(at_post, grant, photo=upload, photo_name=name)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Evaluation.objects.exists()


def test_a_draft_keeps_findings_without_a_mark(at_post, grant):
    assert written(at_post, grant, mark_impact="").status_code == 302

    form = at_post.get(f"{BASE}{grant.pk}/evaluer/").context["form"]
    assert (form["mark_impact"].value(), form["text_impact"].value()) == ("", "Vu sur place.")
    assert not Evaluation.objects.ready().exists()


@pytest.mark.slow
@pytest.mark.parametrize("seen", ["before", "after"])
def test_a_photo_survives_the_refusal_of_the_rest(at_post, cocac, grant, seen):
    if seen == "after":
        written(at_post, grant)
    refused = resent(at_post, grant, photo=image(), photo_name="Le puits", evaluated_on="")

    photo = EvaluationPhoto.objects.get()
    assert refused.status_code == 422
    assert "La photo est gardée avec le brouillon" in refused.content.decode()
    assert f"photos/{photo.pk}/" in refused.content.decode()
    assert photo.name == "Le puits"
    assert written(at_post, grant, seen=refused.context["seen"]).status_code == 302
    assert Evaluation.objects.get().photos.get() == photo


@pytest.mark.slow
def test_a_photo_that_nothing_describes_is_kept_until_it_is_described(at_post, grant):
    refused = written(at_post, grant, photo=image())

    assert "Dites ce que montre cette photo" in refused.content.decode()
    assert EvaluationPhoto.objects.get().name == UNDESCRIBED
    written(at_post, grant, seen=refused.context["seen"], photo_name="Le puits")
    assert EvaluationPhoto.objects.get().name == "Le puits"


@pytest.mark.slow
def test_a_photo_added_to_a_page_that_is_stale_hides_no_change(at_post, cocac, grant):
    written(at_post, grant)
    stale = written(at_post, grant, seen="", photo=image(), photo_name="Le puits")

    assert stale.context["seen"] == ""
    assert written(at_post, grant, seen=stale.context["seen"]).status_code == 422


@pytest.mark.slow
def test_photos_are_removed_and_their_number_is_bound(at_post, cocac, grant):
    evaluation = EvaluationFactory(grant=grant, post=cocac.post)
    for _ in range(MOST_PHOTOS):
        EvaluationPhoto.objects.keep(image(), by=None, evaluation=evaluation)
    first = evaluation.photos.first().pk

    more = {"photo_name": "Une de plus"}
    refused = resent(at_post, grant, photo=image(), **more)
    assert f"{MOST_PHOTOS} photos au plus" in refused.content.decode()
    resent(at_post, grant, photo=image(), removed=[first], **more)

    assert evaluation.photos.count() == MOST_PHOTOS
    assert not evaluation.photos.filter(pk=first).exists()


@pytest.mark.slow
def test_two_evaluations_are_compared(at_post, grant):
    now = EvaluationFactory(grant=grant, marks={"impact": 4}, validated="A")
    before = EvaluationFactory(grant=grant, days_ago=300, validated="A")
    elsewhere = EvaluationFactory(validated="A")
    address = f"{BASE}{grant.pk}/comparer/"

    assert "+1, en hausse" in page(at_post, f"{address}?a={now.pk}&b={before.pk}")
    assert "deux évaluations différentes" in page(at_post, f"{address}?a={now.pk}&b={now.pk}")
    for wrong in (elsewhere.pk, "²", "x", "9" * 40):
        assert "n’est pas de ce projet" in page(at_post, f"{address}?a={now.pk}&b={wrong}")
    only = f"{BASE}{elsewhere.grant.pk}/comparer/"
    assert "deux évaluations à comparer" in page(at_post, only)


@pytest.mark.slow
def test_the_pages_cost_as_much_for_one_project_as_for_four(
    at_post, grant, django_assert_max_num_queries
):
    addresses = [BASE, f"{BASE}{grant.pk}/", "/espace-poste/"]
    EvaluationFactory(grant=grant, days_ago=400, validated="A")
    costs = []
    for address in addresses:
        at_post.get(address)
        with django_assert_max_num_queries(60) as one:
            at_post.get(address)
        costs.append(len(one))
    for days_ago in (410, 420, 430):
        EvaluationFactory(grant=grant, days_ago=days_ago, validated="A")
        GrantFactory()
    for address, cost in zip(addresses, costs, strict=True):
        with django_assert_max_num_queries(cost):
            at_post.get(address)


@pytest.mark.slow
def test_the_delegation_reads_filters_and_compares(delegation_client, grant):
    row = EvaluationFactory(grant=grant)
    EvaluationPhoto.objects.keep(image(), by=None, name="La pompe", evaluation=row)
    row.validate("Awa Inventée")
    other = EvaluationFactory(grant=grant, days_ago=370, validated="Awa Inventée")
    EvaluationFactory(drafted_by="Brouillon Inventé")
    base = "/admin/projects/evaluation/"

    listed = delegation_client.get(f"{base}?annee={row.evaluated_on.year}")
    shown = delegation_client.get(f"{base}{row.pk}/change/").content.decode()
    told = delegation_client.get(f"{base}{row.pk}/comparer/?a={other.pk}&b={row.pk}")

    assert list(listed.context["cl"].queryset) == [row]
    assert 'alt="La pompe"' in shown
    assert "comparer/" in shown
    assert "Impact : 3 sur 4" in shown
    assert "inchangée" in told.content.decode()
    country = "grant__decision__application__countries__iso2__exact"
    assert delegation_client.get(f"{base}?{country}=SN").context["cl"].result_count == 2
    assert delegation_client.get(f"{base}?annee=zut").context["cl"].result_count == 2


@pytest.mark.slow
def test_the_delegation_sees_which_are_due(delegation_client, grant):
    desk = delegation_client.get("/admin/").content.decode()
    due = delegation_client.get("/admin/projects/evaluation/a-evaluer/").content.decode()

    assert "Projets à évaluer" in desk
    assert "1 projet en cours, jamais évalué." in due
    assert grant.application.title in due
    assert "Sénégal" in due
    EvaluationFactory(grant=grant, validated="Awa Inventée")
    assert "Projets à évaluer" not in delegation_client.get("/admin/").content.decode()


def test_the_sheet_has_marks_texts_and_codes(delegation_client, grant):
    EvaluationFactory(grant=grant, marks={"impact": 1}, validated="Awa Inventée")

    response = delegation_client.post("/admin/projects/evaluation/export/", {"format": "json"})

    text = b"".join(response).decode()
    for told in ('"post": "dakar"', '"countries": ["SN"]', '"impact_mark": 1', "Awa Inventée"):
        assert told.replace(" ", "") in text.replace(" ", "") or told in text


@pytest.mark.parametrize("address", ["/", "/pays/sn/", "/appels-a-projets/", "/postes/dakar/"])
def test_no_public_page_shows_an_evaluation(client, grant, address):
    EvaluationFactory(grant=grant, summary="Secret inventé.", validated="Awa Inventée")

    assert "Secret inventé" not in client.get(address).content.decode()
