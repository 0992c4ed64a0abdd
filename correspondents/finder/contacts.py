"""A mailbox, a phone or a name that the site publishes leads to its post or to its person."""

import re

from django.conf import settings
from django.db.models import CharField, F, Func, Q, Value
from django.urls import reverse

from correspondents.directory.publication import publish
from correspondents.models import Correspondent, Post, Zone

from .names import begun
from .people import named_people
from .results import Hit

FEWEST_DIGITS = 8
PHONE = re.compile(r"\+?[\d ().-]+")
DIGITS = Func(
    F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace",
    output_field=CharField(),
)  # fmt: skip


def digits(phone: str) -> str:
    """« +221 33 839 51 00 » and « 00221338395100 » are one number."""
    return re.sub(r"\D", "", phone).removeprefix("00")


def hits_of_contact(text: str) -> list[Hit]:
    """Hits for the delegation, the posts and the people with this mailbox or this phone, if they
    publish it."""
    number = digits(text) if PHONE.fullmatch(text) else ""
    if "@" in text and (desk := desk_with(text)):
        return [desk]
    if "@" in text:
        posts, people = Q(mailbox__iexact=text), Q(email__iexact=text)
    elif len(number) >= FEWEST_DIGITS:
        posts = people = Q(digits=number)
    else:
        return []
    hits = [
        Hit.post(post.slug, post.name, post.shown_country)
        for post in Post.objects.annotate(digits=DIGITS).filter(posts).select_related("country")
    ]
    published = Correspondent.objects.published().annotate(digits=DIGITS).filter(people)
    hits += [Hit.person(person) for person in published.with_post() if says(person, text, number)]
    return hits


def desk_with(mailbox: str) -> Hit | None:
    """The page of the delegation, when this mailbox is its own or that of one of its desks."""
    zone = Zone.objects.filter(mailbox__iexact=mailbox).first()
    if not zone and mailbox.lower() != settings.DELEGATION_EMAIL.lower():
        return None
    name = (zone.desk if zone else "") or settings.DELEGATION_NAME
    return Hit("page", name, "", reverse("french_contacts"))


def says(person: Correspondent, text: str, number: str) -> bool:
    """Whether anybody may read that this mailbox or this phone is the person's, who is named."""
    contact = publish(person)
    if not contact.name:
        return False
    return digits(contact.phone) == number if number else contact.email.lower() == text.lower()


def hits_of_person(normalised: str) -> list[Hit]:
    """Hits for the people whose first and last names are the whole of a normal form, in any
    order."""
    words = sorted(normalised.split())
    people = named_people(begun(words)) if len(words) > 1 else []
    return [Hit.person(person) for person in people if sorted(person.name_norm.split()) == words]
