"""A mailbox or a phone that the site publishes leads to its post or to its person, exactly."""

import re

from django.db.models import CharField, F, Func, Q, Value

from correspondents.directory.publication import publish
from correspondents.models import Correspondent, Post

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
    """Hits for the posts and the people with this mailbox or this phone, if they publish it."""
    number = digits(text) if PHONE.fullmatch(text) else ""
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


def says(person: Correspondent, text: str, number: str) -> bool:
    """Whether anybody may read that this mailbox or this phone is the person's, who is named."""
    contact = publish(person)
    if not contact.name:
        return False
    return digits(contact.phone) == number if number else contact.email.lower() == text.lower()
