"""Invented people of the real posts, what they propose, editions of their list."""

import factory
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.utils import timezone

from correspondents.editions.as_of import freeze
from correspondents.models import (
    DELEGATION_GROUP,
    POST_GROUP,
    Correspondent,
    Edition,
    Post,
    Proposal,
    User,
    review_of,
)

from .base import InventedFactory

# The key of every authenticator application of the tests, in base 32.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class CorrespondentFactory(InventedFactory):
    """A correspondent at Dakar; `vacant` and `service` are traits."""

    class Meta:
        model = Correspondent

    class Params:
        vacant = factory.Trait(
            is_vacant=True, civility="", last_name="", first_name="", email="", phone=""
        )
        service = factory.Trait(
            role=Correspondent.Role.SERVICE,
            last_name="",
            first_name="",
            civility="",
            email_is_public=True,
            function="Service de coopération",
        )

    post = factory.LazyFunction(lambda: Post.objects.get(slug="dakar"))
    civility = "Mme"
    first_name = factory.Iterator(["Anaïs", "Théo", "Inès", "Loïc"])
    last_name = factory.Sequence(lambda n: f"Fictive-{chr(65 + n % 26)}{n}")
    function = "Chargée de coopération"
    email = factory.LazyAttributeSequence(lambda person, n: f"personne.{n}@diplomatie.example")
    phone = "+221 33 000 00 00"
    source = "Test"


class UserFactory(InventedFactory):
    """An account: of the staff (second factor set) with `delegation=True`, of a post by `post`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    post = None

    email = factory.Sequence(lambda n: f"compte.{n}@diplomatie.example")
    post_function = factory.LazyAttribute(lambda user: "drafts" if user.post else "")

    @factory.post_generation
    def delegation(self, create, extracted, **options):
        if extracted:
            self.is_staff = True
            self.save()
            self.groups.add(Group.objects.get(name=DELEGATION_GROUP))
            TOTP.activate(self, TOTP_SECRET)
        elif self.post_id:
            self.groups.add(Group.objects.get(name=POST_GROUP))


class ProposalFactory(InventedFactory):
    """A correction that the person of an entry proposes; `report=True` makes it a visitor's."""

    class Meta:
        model = Proposal

    class Params:
        report = factory.Trait(
            origin=Proposal.Origin.PUBLIC,
            field="",
            new="",
            comment="Autre chose : la personne a changé.",
            from_name="",
        )

    target = factory.SubFactory(CorrespondentFactory)
    post = factory.LazyAttribute(lambda proposal: proposal.target.post)
    origin = Proposal.Origin.LINK
    field = "function"
    old = factory.LazyAttribute(
        lambda new: review_of(new.target).read_field(new.field) if new.field else ""
    )
    new = "Attachée de coopération"
    from_name = "Awa Inventée"
    from_email = "awa.inventee@diplomatie.example"


class EditionFactory(InventedFactory):
    """The list as it is now, published under the next number; `is_draft=True` leaves it there."""

    class Meta:
        model = Edition

    number = factory.LazyFunction(lambda: Edition.objects.next_number())
    closed_on = factory.LazyFunction(timezone.localdate)
    validated_by = "Madeleine Inventée"

    @classmethod
    def _create(cls, model_class, *args, is_draft=False, **values):
        edition = model_class(**values)
        freeze(edition)
        if not is_draft:
            edition.publish()
        return edition
