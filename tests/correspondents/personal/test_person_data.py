"""One person's data: found in every table, handed over, erased so that nothing is left."""

import io
import json
import stat
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from correspondents.editions.as_of import state_of
from correspondents.imports.batches import apply_batch, plan_batch, receive
from correspondents.models import (
    Absence,
    AccessRecord,
    Correspondent,
    Handover,
    ImportBatch,
    Message,
    Post,
    Proposal,
    SignedLink,
    UnansweredSearch,
    User,
)
from correspondents.records.text import normalise

from ...factories import CorrespondentFactory, EditionFactory, ProposalFactory, UserFactory
from ..at_post import days
from ..people_list.test_people_list import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EMAIL = "zoe.zylberfictif@diplomatie.example"
NAME = "Zoé Zylberfictif"


def run(*words, **options):
    out = io.StringIO()
    call_command("person_data", *words, stdout=out, **{"yes": True, **options})
    return out.getvalue()


def person_at(dakar, **values):
    return CorrespondentFactory(
        **{
            "post": dakar,
            "first_name": "Zoé",
            "last_name": "Zylberfictif",
            "email": EMAIL,
            "ended_on": days(-10),
            **values,
        }
    )


def import_file(file, name):
    return plan_batch(receive(file, name))


def csv_file():
    text = f"Pays;Nom;Prénom;Courriel\nSénégal;ZYLBERFICTIF;Zoé;{EMAIL}\n"
    return io.BytesIO(text.encode())


@pytest.fixture
def everywhere(dakar):
    """Zoé, who left, in as many tables as she can be in."""
    zoe = person_at(dakar)
    zoe.verified_by, zoe.phone = f"{NAME}, par lien", "+221 33 111 11 11"
    zoe.bounced_email, zoe.other_data = EMAIL.upper(), {"Bureau": f"celui de {NAME}"}
    zoe.save()
    other = CorrespondentFactory(
        post=dakar, rank=2, verified_by=NAME, source=f"Appel de Mme Zylberfictif <{EMAIL}>"
    )
    zoe.checks.create(reason="period", closed_at=timezone.now(), answer="exact", answered_by=NAME)
    other.checks.create(reason="end", closed_at=timezone.now(), answer="exact", answered_by=EMAIL)
    Absence.objects.create(correspondent=zoe, starts_on=days(-30), ends_on=days(-20))
    Handover.objects.create(leaver=zoe, notes="Zylberfictif sait tout", written_by=NAME)
    Handover.objects.create(leaver=other, notes="Voir Mme ZYLBERFICTIF", written_by=NAME)
    account = UserFactory(post=dakar, email=EMAIL, first_name="Zoé", last_name="Zylberfictif")
    EmailAddress.objects.create(user=account, email=EMAIL, primary=True)
    in_mails(zoe, account)
    in_proposals(zoe, other, account)
    LogEntry.objects.create(
        user=account,
        content_type=ContentType.objects.get_for_model(zoe),
        object_id=zoe.pk,
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"name": "compte", "object": EMAIL}}]),
    )
    UnansweredSearch.objects.create(
        digest="d", text=normalise(NAME), first_seen_on=days(0), last_seen_on=days(0)
    )
    dakar.other_data = {"Contact d’avant": f"Zylberfictif Zoé, {EMAIL}"}
    dakar.save()
    AccessRecord.objects.create(user=account, what="list", subject=f"q={NAME}")
    import_file(csv_file(), "Zylberfictif.csv")
    cells = [["Sénégal", "Correspondant", "Zylberfictif", "Zoé", EMAIL]]
    import_file(workbook(cells, ["Pays", "Rôle", "Nom", "Prénom", "Courriel"]), "liste.xlsx")
    return zoe


def in_mails(zoe, account):
    for target, purpose in ((zoe, "confirm"), (account, "sign_in")):
        SignedLink.objects.issue(purpose, target, to=EMAIL, lasts=timedelta(days=1))
    Message.objects.create(key="1", kind="essai", to=EMAIL, subject="À vous", text="Bonjour")
    Message.objects.create(
        key="2", kind="essai", to="b@poste.example", subject=f"Départ de {NAME}", text=EMAIL
    )
    Message.objects.create(
        key="3",
        kind="essai",
        to="c@poste.example",
        subject="Refus",
        last_error=f"550 <{EMAIL}> inconnue",
        dead_at=timezone.now(),
    )


def in_proposals(zoe, other, account):
    ProposalFactory(target=zoe, field="last_name", new="Zylberfictif-Dupont", from_email=EMAIL)
    ProposalFactory(target=zoe, report=True, comment="Zylberfictif est partie")
    ProposalFactory(
        target=other,
        from_name=NAME,
        from_email=EMAIL,
        decision="refused",
        decided_at=timezone.now(),
        decided_by=account,
        decided_by_name=NAME,
        decision_reason=f"Vu avec Zoe Zylberfictif ({EMAIL})",
    )


def columns():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
            " AND c.data_type IN"
            " ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')"
        )
        return cursor.fetchall()


def places_of(word):
    """The columns of the whole base in which a word stands."""
    found = set()
    with connection.cursor() as cursor:
        for table, column, kind in columns():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {text} ILIKE %s)', [f"%{word}%"]
            )
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    return found


def test_nothing_is_left_in_any_column_of_any_table(everywhere):
    before = places_of("zylberfictif")

    run("erase", EMAIL)

    assert len(before) > 40
    assert places_of("zylberfictif") == set()
    assert places_of(EMAIL) == set()


def test_their_phone_goes_from_every_text_and_the_posts_own_stays(dakar):
    dakar.phone = "+221 33 839 51 00"
    dakar.other_data = {
        "Note": "Appeler le 77.777.77.78, ou 00221 77 777 77 78, ou le 33 839 51 00"
    }
    dakar.save()
    person_at(dakar, phone="+221 77 777 77 78")
    CorrespondentFactory(post=dakar, rank=2, phone=dakar.phone)

    run("erase", EMAIL)

    dakar.refresh_from_db()
    assert dakar.other_data == {
        "Note": "Appeler le (nom effacé), ou (nom effacé), ou le 33 839 51 00"
    }
    assert places_of("777 77 78") == set()


def test_without_yes_it_is_only_told_what_would_go(everywhere):
    before = places_of("zylberfictif")

    said = run("erase", EMAIL, yes=False)

    assert "Entrées de la liste : 1." in said
    assert "Rien n’est effacé : relancez avec --yes" in said
    assert places_of("zylberfictif") == before


def test_a_book_that_names_the_person_is_erased(everywhere):
    run("erase", EMAIL)

    assert {bytes(batch.file.content) for batch in ImportBatch.objects.all()} == {b""}


def test_the_account_is_closed_and_its_acts_stay(everywhere):
    account = User.objects.get(email=EMAIL)

    run("erase", EMAIL)

    account.refresh_from_db()
    assert (account.is_active, account.has_usable_password()) == (False, False)
    assert Proposal.objects.filter(decided_by=account).exists()


def test_what_is_not_the_persons_stays(everywhere):
    other = Correspondent.objects.get(post=everywhere.post, rank=2)

    run("erase", EMAIL)

    now = Correspondent.objects.get(pk=other.pk)
    assert (now.last_name, now.email, now.phone) == (other.last_name, other.email, other.phone)
    assert now.source == "Appel de (nom effacé) <(nom effacé)>"


def test_a_past_edition_still_counts_the_person(dakar):
    zoe = person_at(dakar, ended_on=None)
    edition = EditionFactory()
    zoe.end_tenure()

    run("erase", EMAIL)

    assert [p.last_name for p in state_of(edition).published] == ["(nom effacé)"]


def test_it_prints_what_it_found(everywhere):
    said = run("erase", EMAIL)

    assert "Entrées de la liste : 1." in said
    assert "Courriels : 3." in said
    assert "Imports : 2." in said


def test_a_second_erasure_finds_nothing(everywhere):
    run("erase", EMAIL)

    assert run("erase", EMAIL, name=NAME).startswith("Rien n’est gardé de cette personne.")


def test_a_surname_alone_is_left_to_be_read_again(dakar):
    zoe = person_at(dakar)
    other = CorrespondentFactory(post=dakar, rank=2)
    Handover.objects.create(leaver=other, notes="Le fonds Zylberfictif", written_by="Anaïs")

    said = run("erase", EMAIL)

    zoe.refresh_from_db()
    assert zoe.email == ""
    assert "À relire, le nom y figure encore, fiche de passation : 1." in said


def test_a_namesake_is_left_alone(dakar):
    person_at(dakar)
    namesake = person_at(Post.objects.get(slug="tirana"), email="autre@diplomatie.example")

    said = run("erase", EMAIL, name=NAME)

    namesake.refresh_from_db()
    assert "Laissé tel quel, même nom sous une autre adresse : 1." in said
    assert (namesake.full_name, namesake.email) == (NAME, "autre@diplomatie.example")


def test_an_address_of_several_people_asks_for_a_name(dakar):
    person_at(dakar)
    person_at(dakar, last_name="Fictive", rank=2)

    with pytest.raises(CommandError, match="plusieurs personnes : précisez laquelle"):
        run("erase", EMAIL)


def test_the_name_tells_two_people_of_one_address_apart(dakar):
    zoe = person_at(dakar)
    other = person_at(dakar, last_name="Fictive", rank=2)

    run("erase", EMAIL, name=NAME)

    zoe.refresh_from_db()
    other.refresh_from_db()
    assert (zoe.last_name, other.last_name) == ("(nom effacé)", "Fictive")


def test_somebody_in_office_is_not_erased(dakar):
    zoe = person_at(dakar, ended_on=None)

    with pytest.raises(CommandError, match=r"est en fonction .* Terminez d’abord sa fonction"):
        run("erase", EMAIL)

    zoe.refresh_from_db()
    assert zoe.email == EMAIL


def test_an_opposition_takes_somebody_in_office_off_public_pages_only(
    client, dakar, django_capture_on_commit_callbacks
):
    zoe = person_at(dakar, ended_on=None, email_is_public=True, phone_is_public=True)
    pages = ["/pays/sn/", "/postes/dakar/", "/correspondants/"]
    assert all("Zylberfictif" in client.get(page).content.decode() for page in pages)

    with django_capture_on_commit_callbacks(execute=True):
        said = run("erase", EMAIL, opposition=True)

    now = Correspondent.objects.get(pk=zoe.pk)
    public = (now.name_is_public, now.function_is_public, now.email_is_public, now.phone_is_public)
    assert public == (False, False, False, False)
    assert (now.full_name, now.email) == (NAME, EMAIL)
    assert "Plus rien n’est public dans 1 entrée(s)" in said
    assert not any("Zylberfictif" in client.get(page).content.decode() for page in pages)


def test_an_opposition_outlives_a_list_that_says_otherwise(dakar):
    zoe = person_at(dakar, ended_on=None)
    run("erase", EMAIL, opposition=True)
    headings = "Pays;Poste;Rôle;Nom;Prénom;Courriel;Nom public;Courriel public"
    row = f"Sénégal;{dakar};Correspondant;Zylberfictif;Zoé;{EMAIL};oui;oui"

    apply_batch(import_file(io.BytesIO(f"{headings}\n{row}\n".encode()), "avant.csv").pk)

    zoe.refresh_from_db()
    assert (zoe.name_is_public, zoe.email_is_public) == (False, False)


def test_an_opposition_outlives_the_form_of_the_entry(delegation_client, dakar):
    zoe = person_at(dakar, ended_on=None)
    run("erase", EMAIL, opposition=True)
    address = f"/admin/correspondents/correspondent/{zoe.pk}/change/"
    form = delegation_client.get(address).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent = {name: value for name, value in sent.items() if value is not False}

    delegation_client.post(address, {**sent, "function": "Attachée"})

    zoe.refresh_from_db()
    assert zoe.function == "Attachée"
    assert {"name_is_public", "email_is_public"} <= set(zoe.protected_fields)


def test_the_caches_are_emptied(dakar, django_capture_on_commit_callbacks):
    person_at(dakar)
    caches["pages"].set("page", NAME)

    with django_capture_on_commit_callbacks(execute=True):
        run("erase", EMAIL)

    assert caches["pages"].get("page") is None


def test_an_export_holds_what_the_base_holds(everywhere, tmp_path):
    file = tmp_path / "zoe.json"

    said = run("export", EMAIL, output=file)

    told = json.loads(file.read_text())
    assert told["tables"]["entrées de la liste"][0]["last_name"] == "Zylberfictif"
    assert {"courriels", "liens signés", "comptes", "imports"} <= told["tables"].keys()
    assert told["tables"]["lectures faites depuis le compte"][0]["what"] == "list"
    assert "object_repr" not in told["tables"]["actes faits dans l’administration"][0]
    assert told["mentions"]["poste"]
    assert "password" not in file.read_text()
    assert "Comptes : 1." in said


def test_an_export_is_for_one_reader_and_changes_nothing(everywhere, tmp_path):
    file = tmp_path / "zoe.json"
    before = places_of("zylberfictif")

    run("export", EMAIL, output=file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert places_of("zylberfictif") == before


def test_an_export_overwrites_nothing(dakar, tmp_path):
    person_at(dakar)
    file = tmp_path / "zoe.json"
    file.write_text("à garder")

    with pytest.raises(CommandError, match="existe déjà : choisissez un autre nom"):
        run("export", EMAIL, output=file)

    assert file.read_text() == "à garder"


def test_an_address_that_was_the_persons_finds_them(dakar):
    zoe = person_at(dakar)
    zoe.email = "zoe@ailleurs.example"
    zoe.save()

    said = run("erase", EMAIL)

    assert "à chercher aussi : zoe@ailleurs.example." in said
    assert places_of("zylberfictif") == places_of("zoe@ailleurs.example") == set()


def test_who_took_over_an_entry_is_not_its_former_person(dakar):
    entry = person_at(dakar, ended_on=None)
    entry.first_name, entry.last_name, entry.email = "Théo", "Fictif", "theo@diplomatie.example"
    entry.save()

    run("erase", EMAIL)

    entry.refresh_from_db()
    assert (entry.full_name, entry.email) == ("Théo Fictif", "theo@diplomatie.example")
    assert places_of("zylberfictif") == places_of(EMAIL) == set()


def test_a_posts_mailbox_is_nobodys(dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="scac@diplomatie.example")

    with pytest.raises(CommandError, match="est la boîte du poste"):
        run("erase", "SCAC@diplomatie.example")


def test_a_refused_file_that_names_the_person_is_erased(dakar):
    person_at(dakar)
    batch = import_file(io.BytesIO(f"Rien de connu\n{EMAIL}\n".encode()), "liste.csv")
    assert batch.state == "refused"

    run("erase", EMAIL)

    batch.refresh_from_db()
    assert (batch.is_erased, bytes(batch.file.content)) == (True, b"")


def test_an_address_that_nobody_has_says_so(db):
    assert run("erase", "inconnue@ville.example").startswith("Rien n’est gardé")
