"""Forms open to anybody: who is a robot, and how often one may ask."""

import time
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.http import QueryDict

from correspondents.mailing.robots import RobotProof, signer
from correspondents.mailing.throttle import allow, origin


def filled(seconds_ago=10, **values):
    """A form sent, whose page was made `seconds_ago`; None for a form without a clock."""
    sent = QueryDict(mutable=True)
    if seconds_ago is not None:
        with patch("django.core.signing.time.time", return_value=time.time() - seconds_ago):
            sent["opened"] = signer.sign("form")
    sent.update(values)
    return RobotProof(sent)


def test_a_person_takes_a_few_seconds():
    form = filled()

    assert form.is_valid()
    assert not form.is_robot


@pytest.mark.parametrize(
    "sent",
    [
        {"seconds_ago": None},
        {"seconds_ago": None, "opened": "form:1:contrefait"},
        {"suite": "https://publicite.example"},
    ],
    ids=["no clock", "forged clock", "hidden field filled"],
)
def test_a_robot_is_known(sent):
    form = filled(**sent)

    assert form.is_valid()
    assert form.is_robot


def test_a_person_is_told_to_send_again_what_went_too_quickly():
    form = filled(seconds_ago=1)

    assert "trop vite" in str(form.errors)
    assert "trop vite" not in str(filled(seconds_ago=1, suite="rempli").errors)


def test_a_page_left_open_is_sent_again_with_a_new_clock():
    form = filled(seconds_ago=2 * 24 * 3600)

    assert "ouverte trop longtemps" in str(form.errors)
    assert signer.unsign(form["opened"].value(), max_age=60)


def test_one_may_ask_so_many_times_and_others_still_may():
    asked = [allow("signaler", "192.0.2.1", limit=3, seconds=60) for _ in range(5)]

    assert asked == [True, True, True, False, False]
    assert allow("signaler", "192.0.2.2", limit=3, seconds=60)
    assert allow("écrire", "192.0.2.1", limit=3, seconds=60)


def test_a_mailbox_is_one_whatever_stands_after_its_plus():
    asked = [allow("accusé", f"Mairie+{n}@commune.example", limit=2, seconds=60) for n in range(3)]

    assert asked == [True, True, False]
    assert allow("accusé", "mairie@autre.example", limit=2, seconds=60)


def test_tickets_come_back():
    with patch.object(cache, "add", return_value=True) as add:
        allow("signaler", "192.0.2.1", limit=1, seconds=60)

    assert add.call_args.args[2] == 60


def test_no_address_of_origin_is_kept_in_clear():
    with patch.object(cache, "add", return_value=True) as add:
        allow("signaler", "192.0.2.1", limit=1, seconds=60)

    assert "192.0.2.1" not in add.call_args.args[0]


@pytest.mark.parametrize(
    ("proxies", "headers", "expected"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, "192.0.2.1"),
        (1, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "faux, 192.0.2.1"}, "192.0.2.1"),
        (1, {"REMOTE_ADDR": "192.0.2.1"}, "192.0.2.1"),
        (0, {"REMOTE_ADDR": "2001:db8:1:2:3::4"}, "2001:db8:1:2::/64"),
        (0, {"REMOTE_ADDR": ""}, "unknown"),
    ],
)
def test_origin_is_what_the_trusted_proxy_saw(rf, settings, proxies, headers, expected):
    settings.TRUSTED_PROXY_COUNT = proxies

    assert origin(rf.get("/", **headers)) == expected
