"""The publication of a person: the one door between the base and the public.

Pages, vCards, exports and feeds take a `Contact`, never a `Correspondent`: what is not
public is not in it, so no template can let it out. The post's discretion is stronger than
any setting of the person.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from correspondents.models import BY_DELEGATION, BY_POST, Correspondent, Post
from correspondents.models.person_fields import (
    DETAILS,
    NAME_SWITCH,
    PERSON,
    PersonField,
    person_fields,
)
from correspondents.people_list.columns import LABELS

# « correspondant coopération non-gouvernementale » is the other official title of the same role.
TITLES: dict[str, str] = {
    Correspondent.Role.CORRESPONDENT: "Correspondant « coopération décentralisée »",
    Correspondent.Role.BACKUP: "Suppléant du correspondant",
    Correspondent.Role.COCAC: "Conseiller de coopération et d’action culturelle (COCAC)",
    Correspondent.Role.SERVICE: "Service",
}


@dataclass(frozen=True)
class Contact:
    """A published entry; a text is empty when it is absent or not public."""

    pk: int
    post: Post
    role: str
    title: str
    scope: str
    name: str
    last_name: str
    first_name: str
    civility: str
    function: str
    email: str
    phone: str
    verified_on: date | None
    verified_by: str
    is_fresh: bool
    is_stale: bool
    is_silent: bool  # three mails without an answer
    absent_until: date | None = None
    stand_in: str = ""  # how the contact who stands in is called in public; "" for nobody

    @property
    def mailbox(self) -> str:
        """The post's functional mailbox: it survives people, so it comes first."""
        return self.post.mailbox

    @property
    def address(self) -> str:
        """The address to write to: the functional mailbox, else the contact's own public e-mail."""
        return self.mailbox or self.email

    @property
    def subject(self) -> str:
        """The subject of a mail to the contact."""
        return f"Coopération décentralisée : {self.post.shown_country or self.post.city}"

    @property
    def heading(self) -> str:
        return self.name or self.function or self.title

    @property
    def short_title(self) -> str:
        """The title in a column, "" where it is the heading."""
        return "" if self.heading == self.title else Correspondent.Role(self.role).label

    @property
    def precision(self) -> str:
        """What the function of somebody who is named adds to the title."""
        is_repeated = words_of(self.function) <= words_of(self.title)
        return "" if is_repeated or not self.name else self.function

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """The lines that are shown: (label, text, what is said when it is empty)."""
        return [
            ("Nom public", self.name, "non publié"),
            *(self._fact(field) for field in DETAILS if not field.is_address),
            ("Boîte du poste", self.mailbox, "aucune"),
            *(self._fact(field, " direct") for field in DETAILS if field.is_address),
        ]

    def _fact(self, field: PersonField, what: str = "") -> tuple[str, str, str]:
        return LABELS[field.name] + what, getattr(self, field.name), field.unpublished

    @property
    def is_named(self) -> bool:
        return bool(self.name)

    @property
    def shows_private_life(self) -> bool:
        """Whether a person's own e-mail or phone is shown: such a page is not to be indexed."""
        return self.is_named and bool(self.email or self.phone)


def words_of(text: str) -> set[str]:
    """Its words without accents, whether they are said of a man or of a woman."""
    return {word.rstrip("e") for word in slugify(text).split("-")}


def verifier_of(correspondent: Correspondent) -> str:
    """The words that follow « vérifié le … par »: whose account it was is not for the public."""
    by = correspondent.verified_by
    if by and by == correspondent.full_name:
        return "la personne elle-même"
    if not by or by.startswith("la personne"):
        return by
    return BY_DELEGATION if by.endswith(BY_DELEGATION) else BY_POST


def publish(correspondent: Correspondent) -> Contact:
    """The contact that a visitor may see of a correspondent, whose post is loaded."""
    discreet = correspondent.post.is_discreet
    nameless = not correspondent.last_name
    informed = correspondent.informed_on or not settings.REQUIRE_INFORMED
    has_name = correspondent.name_is_public and informed and not discreet and not nameless
    direct = nameless or has_name

    def is_shown(field: PersonField) -> bool:
        if field.shown_by == NAME_SWITCH:
            return has_name
        return getattr(correspondent, field.shown_by, False) and (direct or not field.is_address)

    fields = person_fields(part=PERSON)
    texts: dict[str, Any] = {
        f.name: getattr(correspondent, f.name) if is_shown(f) else "" for f in fields
    }
    if correspondent.is_unreachable:
        texts["email"] = ""
    return Contact(
        pk=correspondent.pk,
        post=correspondent.post,
        role=correspondent.role,
        title=TITLES[correspondent.role],
        scope=correspondent.scope,
        name=correspondent.full_name if has_name else "",
        **texts,
        verified_on=correspondent.verified_on,
        verified_by="" if discreet else verifier_of(correspondent),
        is_fresh=correspondent.is_fresh,
        is_stale=correspondent.is_stale,
        is_silent=correspondent.silent_since is not None,
    )
