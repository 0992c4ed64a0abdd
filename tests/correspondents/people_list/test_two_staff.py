"""Two people at once: plans, edits, readings and undoings that overlap; nothing is lost.

What must overlap is made to, by locks: never by luck, nor by sleeping.
"""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from correspondents.imports import batches
from correspondents.imports.batches import apply_batch, plan_batch, receive
from correspondents.imports.undo import NotUndoable, undo
from correspondents.imports.work import PLAN, start
from correspondents.models import Correspondent, Coverage, ImportBatch, Post

from ...conftest import StrongClient
from ...databases import copied_database, start_manage
from ...factories import UserFactory
from ..admin.test_admin import fields_of, page
from ..two_staff import opened
from .test_people_list import ANAIS, HEADINGS, workbook

pytestmark = pytest.mark.slow

PEOPLE = Correspondent._meta.db_table
# Every writer of people writes it, no plan reads it: a session that waits for it is writing.
EVENTS = Correspondent.pgh_event_model._meta.db_table
FIRST = [*ANAIS[:4], "depart@diplomatie.example", None]
OTHER = [*ANAIS[:4], "b@diplomatie.example", None]
PLACES = ["country", "post", "role", "last_name", "first_name"]
SHANGHAI = ["Chine", "Shanghai", "Correspondant", "Essai", "Théo"]
JOINT = ["Israël / Territoires palestiniens", None, "Correspondant", "Fictif", "Loïc"]


@pytest.fixture(scope="module")
def url(django_db_setup):
    with copied_database("two_staff") as url:
        yield url


@pytest.fixture
def office(url, django_db_blocker):
    """Anaïs in the base, as an import created her."""
    with django_db_blocker.unblock(), opened(url) as office:
        known = set(Post.objects.values_list("pk", flat=True))
        office.first = planned(FIRST).pk
        apply_batch(office.first)
        yield office
        Correspondent.objects.all().delete()
        for model, names in (Coverage, "post"), (Post, "pk"):
            model.objects.exclude(**{f"{names}__in": known}).delete()


def planned(*rows, headings=HEADINGS):
    return plan_batch(receive(workbook(rows, headings), "liste.xlsx"))


def planned_shanghai():
    """A plan that creates a post, as a person answered."""
    batch = planned(SHANGHAI, headings=PLACES)
    batch.choices = {key: "new:consulate_general" for key in keys_of(batch)}
    batch.save(update_fields=["choices"])
    return plan_batch(batch)


def keys_of(batch):
    rows = batch.report["rows"]
    return [question["key"] for row in rows for question in row.get("questions", [])]


def anais():
    return Correspondent.objects.get(last_name="de la Fiction")


def states(*numbers):
    found = ImportBatch.objects.filter(pk__in=numbers).values_list("state", flat=True)
    return sorted(found)


def written_by(**origin):
    """How many events of people bear this context."""
    origin = {f"pgh_context__metadata__{name}": value for name, value in origin.items()}
    return Correspondent.pgh_event_model.objects.filter(**origin).count()


def staff_client():
    client = StrongClient()
    client.force_login(UserFactory(delegation=True))
    return client


def during_the_reading(office, monkeypatch, act, *args):
    """Once the next file is read, and before its plan is kept, somebody else acts."""
    acts, build = [], batches.build

    def slow(*values, **options):
        plan = build(*values, **options)
        if not acts:
            acts.append(None)
            acts[0] = office.begin(act, *args)
            office.wait_for(1, or_end_of=acts[0])
        return plan

    monkeypatch.setattr(batches, "build", slow)
    return acts


def test_two_plans_for_the_same_person_do_not_overwrite_each_other(office):
    one, two = planned(ANAIS).pk, planned(OTHER).pk

    with office.held(PEOPLE):
        running = [
            start_manage("run_import", str(number), "apply", DATABASE_URL=office.url)
            for number in (one, two)
        ]
        office.wait_for(2)
    for process in running:
        process.communicate()

    assert states(one, two) == ["applied", "planned"]
    report = ImportBatch.objects.get(pk__in=[one, two], state="planned").report
    assert report["moved"] == [["Liste", 2]]
    assert report["rows"][0]["changes"]["email"][0] == anais().email


def test_a_plan_applied_by_two_people_at_once_is_applied_once(office):
    number = planned(OTHER).pk

    with office.held(PEOPLE):
        acts = [office.begin(apply_batch, number) for _ in range(2)]
        office.wait_for(2)

    refusals = [str(act.exception()) for act in acts if act.exception()]
    assert len(refusals) == 1
    assert "ne peut plus être appliqué" in refusals[0]
    assert (states(number), written_by(**{"import": number})) == (["applied"], 1)


def test_two_plans_that_open_the_same_post_open_it_once(office):
    one, two = planned_shanghai().pk, planned_shanghai().pk

    with office.held(PEOPLE):
        acts = [office.begin(apply_batch, number) for number in (one, two)]
        office.wait_for(2)

    assert sorted(act.result()[1] for act in acts) == [[], [["Liste", 2]]]
    assert Post.objects.filter(city="Shanghai").count() == 1
    assert Correspondent.objects.filter(last_name="Essai").count() == 1


def test_an_edit_under_way_is_waited_for_and_kept(office):
    number = planned(OTHER).pk

    with office.editing() as editor:
        editor.execute(f"UPDATE {PEOPLE} SET email = 'main@diplomatie.example'")
        applying = office.begin(apply_batch, number)
        office.wait_for(1)

    batch, moved = applying.result()
    assert (batch.state, moved) == ("planned", [["Liste", 2]])
    assert anais().email == "main@diplomatie.example"


def test_a_check_begun_while_an_import_writes_keeps_what_was_written(office):
    number, person = planned(OTHER).pk, anais()

    with office.held(EVENTS):
        applying = office.begin(apply_batch, number)
        office.wait_for(1)
        checking = office.begin(person.verify, by="Madeleine Inventée")
        office.wait_for(2)
    checking.result()

    assert applying.result()[1] == []
    assert anais().email == "b@diplomatie.example"
    assert anais().verified_on == timezone.localdate()


def test_a_form_sent_while_an_import_writes_is_refused(office):
    number, client = planned(OTHER).pk, staff_client()
    form = page(Correspondent, "change", anais().pk)
    opened_form = client.get(form)
    seen = re.search(r'name="_seen" value="(\d+)"', opened_form.content.decode())[1]
    posted = fields_of(opened_form) | {"_seen": seen, "function": "Conseillère"}

    with office.held(EVENTS):
        applying = office.begin(apply_batch, number)
        office.wait_for(1)
        saving = office.begin(client.post, form, posted)
        office.wait_for(2)

    assert "La fiche a changé pendant que vous la modifiiez" in saving.result().content.decode()
    assert applying.result()[1] == []
    assert (anais().email, anais().function) == ("b@diplomatie.example", "")


def test_a_plan_applied_during_another_reading_stays_applied(office, monkeypatch):
    batch = planned(OTHER)
    acts = during_the_reading(office, monkeypatch, apply_batch, batch.pk)

    plan_batch(ImportBatch.objects.get(pk=batch.pk))

    acts[0].result()
    batch.refresh_from_db()
    assert (batch.state, bool(batch.applied_at)) == ("applied", True)


def test_two_people_who_answer_at_once_are_both_heard(office, monkeypatch):
    batch = planned(JOINT, SHANGHAI, headings=PLACES)
    label, post = keys_of(batch)
    answers = reverse("admin:correspondents_importbatch_choix", args=[batch.pk])
    one, two = staff_client(), staff_client()
    posted = {f"choice:{post}": "new:consulate_general"}
    acts = during_the_reading(office, monkeypatch, two.post, answers, posted)

    one.post(answers, {f"choice:{label}": "PS"})

    acts[0].result()
    batch.refresh_from_db()
    assert batch.choices == {label: "PS", post: "new:consulate_general"}
    assert keys_of(batch) == []


def test_an_import_undone_by_two_people_at_once_is_undone_once(office):
    with office.held(PEOPLE):
        acts = [office.begin(undo, office.first) for _ in range(2)]
        office.wait_for(2)

    refusals = [act.exception() for act in acts if act.exception()]
    assert [type(refusal) for refusal in refusals] == [NotUndoable]
    assert (states(office.first), written_by(undo=office.first)) == (["undone"], 1)


def test_an_edit_under_way_is_left_alone_by_the_undoing(office):
    with office.editing() as editor:
        editor.execute(f"UPDATE {PEOPLE} SET phone = '+221 33 111 11 11'")
        undoing = office.begin(undo, office.first)
        office.wait_for(1)

    (line,) = undoing.result().left_alone
    assert line["row"] == "Anaïs de la Fiction"
    assert anais().phone == "+221 33 111 11 11"


def test_an_undoing_begun_while_a_later_import_writes_leaves_it_alone(office):
    number = planned(OTHER).pk

    with office.held(EVENTS):
        applying = office.begin(apply_batch, number)
        office.wait_for(1)
        undoing = office.begin(undo, office.first)
        office.wait_for(2)

    assert applying.result()[1] == []
    assert len(undoing.result().left_alone) == 1
    assert anais().email == "b@diplomatie.example"


def test_an_import_begun_while_another_is_undone_is_shown_again(office):
    number = planned(OTHER).pk

    with office.held(EVENTS):
        undoing = office.begin(undo, office.first)
        office.wait_for(1)
        applying = office.begin(apply_batch, number)
        office.wait_for(2)
    undoing.result()

    batch, moved = applying.result()
    assert (moved, batch.totals["modified"], batch.totals["new"]) == ([["Liste", 2]], 0, 1)
    assert not Correspondent.objects.exists()


def test_a_coverage_edited_while_its_import_is_undone_is_not_lost(office):
    number = planned_shanghai().pk
    apply_batch(number)
    coverage = Coverage.objects.filter(post__city="Shanghai")

    with office.held(EVENTS):
        undoing = office.begin(undo, number)
        office.wait_for(1)
        editing = office.begin(coverage.update, as_of=date(2026, 9, 1))
        office.wait_for(2, or_end_of=editing)
    batch, changed = undoing.result(), editing.result()

    assert bool(changed) == bool(batch.left_alone)


def test_a_process_believed_stalled_that_ends_is_not_begun_again(office, settings):
    batch = planned(OTHER)
    apply_batch(batch.pk)
    settings.IMPORT_INLINE_BYTES = 0

    started = start(batch, PLAN)

    assert started.state == "applied"
