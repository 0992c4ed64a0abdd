"""The demonstration: reference data, an invented list of people and real twinnings, imported."""

import hashlib
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from atlas.models import (
    Agreement,
    CountryNotice,
    ForeignAuthority,
    LocalAuthority,
    NewsItem,
    Partnership,
    Theme,
)
from correspondents.editions.as_of import freeze
from correspondents.models import Correspondent, Country, Edition, ImportBatch, Post
from correspondents.records.commands import SentenceCommand
from projects.grants.schedule import to_open
from projects.models import Application, Call, CallCountry, Evaluation, Grant, Window
from scripts.demonstration.committees import invent_committee_to_come, invent_past_committee
from scripts.demonstration.dossiers import invent_applications, invent_opinions
from scripts.demonstration.evaluations import invent_evaluations
from scripts.demonstration.grants import invent_grants
from scripts.demonstration.invented import DELEGATE, INVENTED, in_days
from scripts.demonstration.refusals import refuse_in_production
from scripts.fixtures.files import DEMONSTRATION, read

LIST = DEMONSTRATION / "correspondants.xlsx"
PARTNERSHIPS = DEMONSTRATION / "partenariats.csv"
CALL_OF_DOSSIERS, PAST_CALL = "exemple-appel-clos", "exemple-appel-passe"
SOURCE = {"source_label": INVENTED, "source_url": "https://demonstration.example/"}


class Command(SentenceCommand):
    help = "Charge les données de référence puis les listes de démonstration, une seule fois."

    def handle(self, **options):
        refuse_in_production("prepare_demo")
        call_command("load_reference", stdout=self.stdout)
        if is_loaded(LIST):
            self.stdout.write("Liste de démonstration déjà chargée.")
        else:
            with transaction.atomic():
                call_command("import_correspondents", str(LIST), apply=True, stdout=self.stdout)
                self.stdout.write(f"{verify_some()} contacts vérifiés.")
        if not Edition.objects.exists():
            publish_first_edition()
            self.stdout.write("Édition n° 1 publiée.")
        if not is_loaded(PARTNERSHIPS):
            call_command("import_partnerships", str(PARTNERSHIPS), apply=True, stdout=self.stdout)
        news = NewsItem.objects.filter(source_url=SOURCE["source_url"])
        self.once(news, publish_examples, "actualités et avis d’exemple publiés")
        invented = Partnership.objects.filter(source=INVENTED).order_by("pk")
        self.once(invented, invent_partnerships, "partenariats inventés ajoutés")
        self.once(Call.objects, invent_calls, "appels d’exemple publiés")
        closed = Call.objects.filter(slug=CALL_OF_DOSSIERS).first()
        if closed and not Application.objects.exists():
            self.invent_dossiers(closed, invented)
        if grants := Grant.objects.running().order_by("starts_on", "number"):
            self.once(
                Evaluation.objects,
                lambda: invent_evaluations(grants),
                "évaluations d’exemple ajoutées",
            )
        call_command("publish_data", stdout=self.stdout)

    def once(self, rows, invent, what):
        """Invent unless there are such rows, and print the number."""
        if not rows.exists():
            self.stdout.write(f"{invent()} {what}.")

    def invent_dossiers(self, closed, partnerships):
        """Two calls with their dossiers, one whose committee is to come, one decided long ago."""
        count = invent_applications(closed, partnerships)
        requests = invent_opinions(closed)
        self.stdout.write(f"{count} dossiers d’exemple ajoutés, {requests} avis demandés.")
        invent_committee_to_come(closed)
        past = Call.objects.get(slug=PAST_CALL)
        invent_applications(past, partnerships)
        decisions = invent_past_committee(past)
        self.stdout.write(f"{len(decisions)} décisions d’exemple publiées.")
        self.stdout.write(f"{invent_grants(to_open())} subventions d’exemple ouvertes.")


def is_loaded(path):
    """Whether an applied import has this very file."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ImportBatch.objects.filter(sha256=digest, applied_at__isnull=False).exists()


@transaction.atomic
def publish_first_edition():
    edition = Edition(number=1, closed_on=timezone.localdate(), validated_by=DELEGATE)
    freeze(edition)
    edition.publish()


def verify_some():
    """Date some verifications from today on: an import never verifies, people do."""
    people, verified = {}, []
    for person in Correspondent.objects.select_related("post"):
        people.setdefault((person.post.slug, person.role, person.last_name), person)
    for row in rows_of("verifications"):
        person = people.get((row["post"], row["role"], row["last_name"]))
        if person and not person.is_vacant:
            person.verified_on = in_days(-int(row["days_ago"]))
            person.verified_by = row["verified_by"]
            verified.append(person)
    return Correspondent.objects.bulk_update(verified, ["verified_on", "verified_by"])


@transaction.atomic
def publish_examples():
    """Publish news and notices that are marked as invented; days count from today."""
    news = [publish_news(row) for row in rows_of("actualites")]
    notices = [
        CountryNotice.objects.create(
            kind=CountryNotice.Kind.INFORMATION,
            country_id=row["country"],
            text=row["text"],
            ends_on=in_days(row["days"]),
            **SOURCE,
        )
        for row in rows_of("avis")
    ]
    return len(news) + len(notices)


def publish_news(row):
    zone = Country.objects.get(pk=row["zone_of"]).zone if row["zone_of"] else None
    news = NewsItem.objects.create(
        kind=row["kind"],
        country_id=row["country"] or None,
        zone=zone,
        title=row["title"],
        text=row["text"],
        effective_on=in_days(row["effective_in"]),
        expires_on=in_days(row["expires_in"]),
        post=Post.objects.filter(slug=row["post"]).first(),
        status=NewsItem.Status.PUBLISHED,
        published_at=timezone.now(),
        **SOURCE,
    )
    news.themes.set(Theme.objects.filter(code=row["theme"]))
    return news


def rows_of(name):
    return read(DEMONSTRATION / f"{name}.csv")


@transaction.atomic
def invent_partnerships():
    """One of each status, between invented authorities only: between real ones it would be news."""
    themes = list(Theme.objects.filter(level=2).order_by("path")[: len(Partnership.Status.choices)])
    for number, status in enumerate(Partnership.Status.values):
        lead = LocalAuthority.objects.create(
            name=f"Villefeinte-{number + 1}",  # no status in a name: two of them are reserved
            type=LocalAuthority.Type.COMMUNE,
            is_invented=True,
            is_kept_by_hand=True,
        )
        partner = ForeignAuthority.objects.create(
            name=f"Ndimagine-{number + 1}", country_id="SN", is_invented=True
        )
        reserved = status in Partnership.RESERVED
        partnership = Partnership.objects.create(
            lead=lead,
            partner=partner,
            kind=Partnership.Kind.AGREEMENT,
            status=status,
            status_reason="Raison inventée." if reserved else "",
            status_since="2024" if reserved else "",
            status_source=INVENTED if reserved else "",
            first_signed_year=2004 + number,
            started=str(2004 + number),
            source=INVENTED,
        )
        partnership.set_themes(themes[number : number + 1])
        Agreement.objects.create(
            partnership=partnership, object="Convention inventée", signed_on=str(2004 + number)
        )
    return len(Partnership.Status.choices)


@transaction.atomic
def invent_calls():
    """Calls open, to come, closed, past; the general ones exclude the joint one's country."""
    rows = rows_of("appels")
    joint = {row["country"] for row in rows} - {""}
    for row in rows:
        call = Call.objects.create(
            **{name: row[name] for name in ("slug", "family", "title", "summary", "joint_with")},
            **{
                name: row[name] or None
                for name in ("minimum_share", "in_kind_cap", "longest_months")
            },
            every_country=not row["country"],
            filing_url="https://depot.example/",
        )
        now = timezone.now()
        Window.objects.create(
            call=call,
            opens_at=now + timedelta(days=int(row["opens_in"])),
            closes_at=now + timedelta(days=int(row["closes_in"])),
        )
        countries = {row["country"]} if row["country"] else joint
        CallCountry.objects.bulk_create(
            CallCountry(call=call, country_id=code, is_excluded=not row["country"])
            for code in countries
        )
        call.publish(by=None)
    return len(rows)
