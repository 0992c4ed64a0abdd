"""Who may validate at a post, by account or by role: whom to tell, and by which link."""

from dataclasses import dataclass

from correspondents.models import Correspondent, SignedLink, User

ROLE = "cocac"


@dataclass(frozen=True)
class Validator:
    """A person who validates at the post; `email` is "" for who cannot be written to."""

    name: str
    email: str


def validators_of(post):
    """[Validator] of a post, each address once: its COCACs in office, then its accounts."""
    rows = [
        Validator(f"{person}, {person.get_role_display()}", address_of(person))
        for person in cocacs_of(post).order_by("rank", "id")
    ]
    rows += [Validator(str(account), account.email) for account in accounts_of(post)]
    by_address = {}
    for row in rows:
        by_address.setdefault(row.email.lower() or row.name, row)
    return list(by_address.values())


def written_to(post):
    """[Validator] of those who can be written to."""
    return [row for row in validators_of(post) if row.email]


def signature_of(post, address):
    """The name under which who has this address validates for the post; "" when they may not."""
    if person := cocacs_of(post).filter(email__iexact=address).first():
        return f"{person}, {person.get_role_display()}"
    account = accounts_of(post).filter(email__iexact=address).first()
    return account.signature if account else ""


def purpose_for(post, address):
    """The kind of link that lets the address do all that it may."""
    may = signature_of(post, address)
    return SignedLink.Purpose.VALIDATION if may else SignedLink.Purpose.OPINION


def cocacs_of(post):
    return Correspondent.objects.in_office().shown().held().filter(post=post, role=ROLE)


def accounts_of(post):
    function = User.PostFunction.VALIDATES
    return User.objects.filter(post=post, post_function=function, is_active=True).order_by("email")


def address_of(person):
    return "" if person.is_unreachable else person.email
