"""Whom a post's mails go to when the person concerned does not answer, or says to be gone."""

from correspondents.models import Correspondent, User


def keepers_of(post, *, but=()):
    """The addresses of the functional mailbox and of the COCACs, without those of `but`.

    An antenna that has none is kept by the post that it depends on. The list may be empty: the
    delegation then takes over.
    """
    left_out = {address.lower() for address in but if address}
    keepers = {}
    for address in [post.mailbox, *_cocacs(post)]:
        if address and address.lower() not in left_out:
            keepers.setdefault(address.lower(), address)
    if not keepers and post.parent_id:
        return keepers_of(post.parent, but=but)
    return list(keepers.values())


def deciders_of(post, *, but=()):
    """The addresses of whoever decides for a post: the accounts that validate, then its keepers."""
    validate = User.PostFunction.VALIDATES
    accounts = User.objects.filter(post=post, is_active=True, post_function=validate)
    known = {*accounts.values_list("email", flat=True), *(address.lower() for address in but)}
    left_out = {address.lower() for address in but}
    own = [account.email for account in accounts.order_by("pk") if account.email not in left_out]
    return [*own, *keepers_of(post, but=known)]


def _cocacs(post):
    cocacs = Correspondent.objects.in_office().shown().filter(post=post, role="cocac")
    return [person.email for person in cocacs.order_by("rank", "id") if not person.is_unreachable]
