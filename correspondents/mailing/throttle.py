"""Limits to how often one asks for something: tickets in the cache that every process shares."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

IPV6_PREFIX = 64  # what one subscriber is given
ONE_BOX = re.compile(r"\+[^@]*@")


def allow(action, who, *, limit, seconds):
    """Whether `who` may do the action once more: at most `limit` times in any `seconds`.

    There are `limit` tickets, each taken for that long. `cache.add` gives a ticket to one caller
    only, so two processes at once never share one. `who` is hashed: no address is kept in clear.
    « nom+1@ » and « nom+2@ » are one mailbox.
    """
    box = ONE_BOX.sub("@", str(who).lower())
    digest = salted_hmac("correspondents.throttle", f"{action} {box}", algorithm="sha256")
    tickets = [f"throttle-{digest.hexdigest()}-{number}" for number in range(limit)]
    taken = cache.get_many(tickets)
    return any(cache.add(ticket, True, seconds) for ticket in tickets if ticket not in taken)


def origin(request):
    """The address of origin of a request, as text; an IPv6 subscriber is one origin.

    Behind `TRUSTED_PROXY_COUNT` proxies it is what the outermost of them saw: whatever a visitor
    writes before it in `X-Forwarded-For` counts for nothing.
    """
    count = settings.TRUSTED_PROXY_COUNT
    seen = request.headers.get("X-Forwarded-For", "").split(",") if count else []
    text = seen[-count].strip() if len(seen) >= count > 0 else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
