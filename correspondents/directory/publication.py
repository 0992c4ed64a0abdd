"""What may be shown of a person: the one door between the base and the public.

Pages, vCards, exports and feeds take a `Contact`, never a `Correspondent`: what is not
public is not in it, so no template can let it out. The post's discretion is stronger than
any setting of the person.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from correspondents.models import Correspondent, Post

# « correspondant coopération non-gouvernementale » is the other official title of the same role.
TITLES: dict[str, str] = {
    Correspondent.Role.CORRESPONDENT: "Correspondant « coopération décentralisée »",
    Correspondent.Role.BACKUP: "Suppléant du correspondant",
    Correspondent.Role.COCAC: "Conseiller de coopération et d’action culturelle (COCAC)",
    Correspondent.Role.SERVICE: "Service",
}


@dataclass(frozen=True)
class Contact:
    """A published entry; an empty text stands for what is absent or not public."""

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
        """Where to write: the functional mailbox, else the contact's own public e-mail."""
        return self.mailbox or self.email

    @property
    def subject(self) -> str:
        """The subject of a mail to the contact."""
        return f"Coopération décentralisée : {self.post.shown_country or self.post.city}"

    @property
    def heading(self) -> str:
        return self.name or self.function or self.title

    @property
    def is_named(self) -> bool:
        return bool(self.name)

    @property
    def shows_private_life(self) -> bool:
        """Whether a person's own e-mail or phone is shown: such a page is not to be indexed."""
        return self.is_named and bool(self.email or self.phone)


def publish(correspondent: Correspondent) -> Contact:
    """The contact that a visitor may see of a correspondent, whose post is loaded."""
    discreet = correspondent.post.is_discreet
    nameless = not correspondent.last_name
    informed = correspondent.informed_on or not settings.REQUIRE_INFORMED
    has_name = correspondent.name_is_public and informed and not discreet and not nameless
    direct = nameless or has_name

    def shown(value: str, is_public: bool) -> str:
        return value if is_public and direct else ""

    return Contact(
        pk=correspondent.pk,
        post=correspondent.post,
        role=correspondent.role,
        title=TITLES[correspondent.role],
        scope=correspondent.scope,
        name=correspondent.full_name if has_name else "",
        last_name=correspondent.last_name if has_name else "",
        first_name=correspondent.first_name if has_name else "",
        civility=correspondent.civility if has_name else "",
        function=correspondent.function if correspondent.function_is_public else "",
        email=""
        if correspondent.is_unreachable
        else shown(correspondent.email, correspondent.email_is_public),
        phone=shown(correspondent.phone, correspondent.phone_is_public),
        verified_on=correspondent.verified_on,
        verified_by="" if discreet else correspondent.verified_by,
        is_fresh=correspondent.is_fresh,
        is_stale=correspondent.is_stale,
        is_silent=correspondent.silent_since is not None,
    )
