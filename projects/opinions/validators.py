"""Who may validate at a post, by account or by role: whom to tell, and by which link.

By role, the COCACs of the directory; an ambassador has an account that validates.
"""

from dataclasses import dataclass

from correspondents.models import Correspondent, SignedLink, User

ROLE = "cocac"


@dataclass(frozen=True)
class Validator:
    """A person who validates at the post, and can be written to."""

    name: str
    email: str
    role: str = ""

    def __str__(self):
        return f"{self.name} ({self.role})" if self.role else self.name


def validators_of(post):
    """[Validator] of a post, each address once: its COCACs in office, then its accounts."""
    rows = [
        Validator(str(person), person.email, person.get_role_display())
        for person in cocacs_of(post).order_by("rank", "id")
        if person.email and not person.is_unreachable
    ]
    rows += [Validator(str(account), account.email) for account in accounts_of(post)]
    by_address = {}
    for row in rows:
        by_address.setdefault(row.email.lower(), row)
    return list(by_address.values())


def in_words(validators):
    """« Élodie Modèle (COCAC) ou Octave Simulacre »: a person with an account is named once."""
    by_name = {}
    for row in validators:
        by_name.setdefault(row.name, str(row))
    return " ou ".join(by_name.values())


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
    return cocacs().filter(post=validating(post))


def accounts_of(post):
    return accounts().filter(post=validating(post)).order_by("email")


def validating(post):
    """The post; that on which an antenna depends when nobody of the antenna may validate."""
    rows = cocacs(), accounts()
    is_alone = post.parent_id and not any(row.filter(post=post).exists() for row in rows)
    return post.parent if is_alone else post


def cocacs():
    return Correspondent.objects.in_office().shown().held().filter(role=ROLE)


def accounts():
    return User.objects.filter(post_function=User.PostFunction.VALIDATES, is_active=True)
