"""Invented authorities and partnerships, what is said and planned about them."""

from datetime import timedelta

import factory
from django.utils import timezone

from atlas.models import (
    AuthorityContact,
    Contribution,
    CoordinationNote,
    CountryNotice,
    Dismissal,
    ForeignAuthority,
    Invitation,
    LocalAuthority,
    Meeting,
    NewsItem,
    Partnership,
)
from correspondents.models import (
    Country,
)

from .base import InventedFactory


class LocalAuthorityFactory(InventedFactory):
    """An invented commune of Ille-et-Vilaine, without a SIREN."""

    class Meta:
        model = LocalAuthority

    type = LocalAuthority.Type.COMMUNE
    name = factory.Sequence(lambda n: f"Villefeinte-{n}")
    region = factory.LazyFunction(lambda: LocalAuthority.objects.get(local_code="region-53"))
    department = factory.LazyFunction(
        lambda: LocalAuthority.objects.get(local_code="departement-35")
    )
    latitude = 48.1
    longitude = -1.7
    is_invented = True


class ForeignAuthorityFactory(InventedFactory):
    """An invented commune of Senegal."""

    class Meta:
        model = ForeignAuthority

    name = factory.Sequence(lambda n: f"Ndimagine-{n}")
    country = factory.LazyFunction(lambda: Country.objects.get(pk="SN"))
    level = ForeignAuthority.Level.COMMUNE
    latitude = 14.7
    longitude = -17.4
    is_invented = True


class PartnershipFactory(InventedFactory):
    """A twinning of two invented communes, whose status nobody has said."""

    class Meta:
        model = Partnership

    kind = Partnership.Kind.TWINNING
    lead = factory.SubFactory(LocalAuthorityFactory)
    partner = factory.SubFactory(ForeignAuthorityFactory)
    source = "Test"


class ContributionFactory(InventedFactory):
    """A correction of a partnership, whose author has not confirmed the address."""

    class Meta:
        model = Contribution

    partnership = factory.SubFactory(PartnershipFactory)
    values = factory.LazyFunction(lambda: {"first_signed_year": "1998"})
    from_name = "Camille Inventée, secrétaire de mairie"
    from_email = "mairie@villefeinte.example"


class CoordinationNoteFactory(InventedFactory):
    """An internal note about an invented commune of Senegal, by the delegation."""

    class Meta:
        model = CoordinationNote

    territory = factory.SubFactory(ForeignAuthorityFactory)
    country = factory.LazyAttribute(lambda note: note.territory.country)
    kind = CoordinationNote.Kind.MEETING
    held_on = factory.LazyFunction(timezone.localdate)
    text = "Réunion des collectivités."
    written_by = "Madeleine Inventée"


class DismissalFactory(InventedFactory):
    """The signal of an invented commune dismissed, by the delegation."""

    class Meta:
        model = Dismissal

    territory = factory.SubFactory(ForeignAuthorityFactory)
    reason = "Elles se connaissent déjà."
    dismissed_by = "Madeleine Inventée"


class AuthorityContactFactory(InventedFactory):
    """Somebody of an invented commune who agreed today to be invited."""

    class Meta:
        model = AuthorityContact

    authority = factory.SubFactory(LocalAuthorityFactory)
    name = factory.Sequence(lambda n: f"Awa Imaginaire-{n}")
    role = "Chargée de coopération"
    email = factory.Sequence(lambda n: f"contact.{n}@commune.example")
    consented_on = factory.LazyFunction(timezone.localdate)
    consent_source = "Courriel"


class MeetingFactory(InventedFactory):
    """A meeting in a week about an invented commune."""

    class Meta:
        model = Meeting

    territory = factory.SubFactory(ForeignAuthorityFactory)
    held_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    place = "https://visio.example/reunion"
    message = "Faisons le point."


class InvitationFactory(InventedFactory):
    """A contact invited to a meeting, who has not answered."""

    class Meta:
        model = Invitation

    meeting = factory.SubFactory(MeetingFactory)
    contact = factory.SubFactory(AuthorityContactFactory)
    authority = factory.LazyAttribute(lambda invitation: invitation.contact.authority)


class NewsItemFactory(InventedFactory):
    """Published news of Senegal by the delegation; `draft` and `submitted` are traits."""

    class Meta:
        model = NewsItem
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=NewsItem.Status.DRAFT, published_at=None)
        submitted = factory.Trait(
            status=NewsItem.Status.SUBMITTED,
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=None,
        )

    kind = NewsItem.Kind.LEGAL
    country = factory.LazyFunction(lambda: Country.objects.get(pk="SN"))
    title = factory.Sequence(lambda n: f"Exemple de texte n° {n}")
    text = "Un texte inventé."
    source_label = "Journal inventé"
    source_url = "https://journal.example/texte"
    status = NewsItem.Status.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create, extracted, **options):
        if extracted:
            self.themes.set(extracted)


class CountryNoticeFactory(InventedFactory):
    """Information on Senegal, from today until it is lifted."""

    class Meta:
        model = CountryNotice

    kind = CountryNotice.Kind.INFORMATION
    country = factory.LazyFunction(lambda: Country.objects.get(pk="SN"))
    starts_on = factory.LazyFunction(timezone.localdate)
    text = "Un avis inventé."
    source_label = "Communiqué inventé"
    source_url = "https://communique.example/avis"
