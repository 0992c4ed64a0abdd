"""Evaluations: written by the post, frozen once they count, compared, counted by country."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.models import Country, Post
from correspondents.records.refusals import refusal_of
from projects.evaluations.comparison import comparison
from projects.evaluations.figures import Figures, figures, figures_by_country
from projects.models import Evaluation, EvaluationPhoto, Grant
from projects.models.evaluations import to_evaluate
from scripts.demonstration.evaluations import invent_evaluations

from ...factories import EvaluationFactory, GrantFactory, UserFactory, lazy_day

pytestmark = pytest.mark.django_db


def days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def abidjan():
    return Post.objects.get(slug="abidjan")


def test_a_draft_does_not_count():
    EvaluationFactory()

    assert not Evaluation.objects.validated().exists()
    assert to_evaluate(Grant.objects.all()).exists()


def test_one_that_counts_is_frozen():
    evaluation = EvaluationFactory(validated="Awa Inventée")

    evaluation.summary = "Autre chose."
    with pytest.raises(IntegrityError, match="ne se modifie plus"), transaction.atomic():
        evaluation.save()
    with pytest.raises(IntegrityError, match="ne se modifie plus"), transaction.atomic():
        evaluation.marks.update(mark=0)
    with pytest.raises(ValidationError, match="ne se modifie plus"):
        evaluation.validate("Awa Inventée")


def test_one_that_lacks_a_criterion_does_not_count():
    evaluation = EvaluationFactory()
    evaluation.marks.filter(criterion="impact").delete()

    with pytest.raises(IntegrityError, match="les six critères"), transaction.atomic():
        evaluation.validate("Awa Inventée")


@pytest.mark.parametrize(("days_ago", "is_due"), [(30, False), (364, False), (366, True)])
def test_a_running_project_is_evaluated_once_a_year(days_ago, is_due):
    EvaluationFactory(days_ago=days_ago, validated="Awa Inventée")

    assert to_evaluate(Grant.objects.all()).exists() == is_due


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": lazy_day(days=-300)},
        {"ends_on": lazy_day(days=-1)},
        {"abandoned_on": lazy_day(days=-1), "abandoned_because": "Raison."},
    ],
)
def test_a_project_just_begun_over_or_abandoned_is_not_to_evaluate(values):
    GrantFactory(**values)

    assert not to_evaluate(Grant.objects.all()).exists()


def test_a_post_sees_what_counts_in_its_countries_and_its_own_drafts(dakar, abidjan):
    grant = GrantFactory()
    own = EvaluationFactory(grant=grant)
    other = EvaluationFactory(grant=grant, post=abidjan)
    user = UserFactory(post=dakar)

    assert list(Evaluation.objects.visible_to(user)) == [own]
    other.validate("Koffi Inventé")
    assert set(Evaluation.objects.visible_to(user)) == {own, other}
    assert list(Evaluation.objects.visible_to(UserFactory(post=abidjan))) == [other]
    assert not Evaluation.objects.visible_to(UserFactory()).exists()


def test_only_a_whole_draft_is_ready():
    EvaluationFactory(summary="")
    EvaluationFactory(validated="Awa Inventée")
    partial = EvaluationFactory()
    partial.marks.filter(criterion="impact").update(text="")
    whole = EvaluationFactory()

    assert list(Evaluation.objects.ready()) == [whole]


@pytest.mark.slow
def test_the_figures_of_a_country_count_running_projects_once(senegal):
    gambia = Country.objects.get(pk="GM")
    never = GrantFactory()
    never.application.countries.add(gambia)
    GrantFactory(starts_on=days(-30))
    EvaluationFactory(grant=GrantFactory(), days_ago=30, validated="Awa Inventée")
    EvaluationFactory(grant=GrantFactory(), days_ago=500, validated="Awa Inventée")
    GrantFactory(ends_on=days(-1))

    there = Grant.objects.filter(decision__application__countries=senegal)
    assert figures(there) == Figures(running=4, never=2, recent=1, due=2)
    assert figures_by_country(Grant.objects.all()) == [
        (gambia, Figures(running=1, never=1, recent=0, due=1)),
        (senegal, Figures(running=4, never=2, recent=1, due=2)),
    ]
    assert figures_by_country(Grant.objects.all(), ["SN"])[0][0] == senegal


@pytest.mark.parametrize(
    ("running", "never", "said"),
    [
        (0, 0, "Aucun projet en cours"),
        (1, 0, "1 projet en cours, déjà évalué"),
        (1, 1, "1 projet en cours, jamais évalué"),
        (7, 0, "7 projets en cours, tous déjà évalués"),
        (7, 1, "7 projets en cours, 1 jamais évalué"),
        (7, 2, "7 projets en cours, 2 jamais évalués"),
    ],
)
def test_the_figures_are_said_in_french(running, never, said):
    assert Figures(running, never, recent=0, due=0).in_words == said


def test_a_comparison_tells_how_marks_moved():
    grant = GrantFactory()
    later = EvaluationFactory(grant=grant, marks={"impact": 4, "relevance": 1}, validated="A")
    earlier = EvaluationFactory(grant=grant, days_ago=400, validated="A")

    sides = comparison(later, earlier)

    assert sides["earlier"] == earlier
    changes = {line.label: line.change for line in sides["lines"]}
    assert changes["pertinence"] == "−2, en baisse"
    assert changes["impact"] == "+1, en hausse"
    assert changes["viabilité"] == "inchangée"


def test_the_demonstration_shows_one_project_followed_and_one_drafted():
    for number in range(3):
        GrantFactory(number=f"S-{number}")

    assert invent_evaluations(Grant.objects.order_by("number")) == 3

    given = Evaluation.objects.validated()
    assert given.count() == 2
    assert {evaluation.grant.number for evaluation in given} == {"S-0"}
    assert Evaluation.objects.ready().get().grant.number == "S-1"
    assert invent_evaluations(Grant.objects.none()) == 0


def test_the_photos_of_an_evaluation_that_counts_stay():
    evaluation = EvaluationFactory()
    picture = SimpleUploadedFile("visite.png", b"\x89PNG\r\n\x1a\n")
    photo = EvaluationPhoto.objects.keep(picture, by=None, evaluation=evaluation)
    evaluation.validate("Awa Inventée")
    picture.seek(0)

    photo.name = "Autre"
    for act in [
        photo.save,
        photo.delete,
        lambda: EvaluationPhoto.objects.keep(picture, by=None, evaluation=evaluation),
    ]:
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            act()
        assert "ne se modifie plus" in refusal_of(error.value)
