"""Accounts in the admin: the delegation opens those of posts, and raises nobody's rights."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.urls import reverse

from correspondents.models import DELEGATION_GROUP, POST_GROUP, Message, SignedLink, User

from ...factories import TOTP_SECRET, UserFactory

LIST = reverse("admin:correspondents_user_changelist")
ADD = reverse("admin:correspondents_user_add")


def change(user):
    return reverse("admin:correspondents_user_change", args=[user.pk])


def filled(post, **values):
    return {
        "email": "nouvelle@diplomatie.example",
        "first_name": "Inès",
        "last_name": "Inventée",
        "post": post.pk,
        "post_function": "validates",
        "is_active": "on",
        **values,
    }


@pytest.fixture
def chief(client, db):
    """A browser of a superuser."""
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def act(client, action, *users):
    data = {"action": action, "_selected_action": [user.pk for user in users]}
    return client.post(LIST, data, follow=True)


def test_the_delegation_opens_a_post_s_account_and_the_invitation_leaves(delegation_client, dakar):
    form = delegation_client.get(ADD)
    response = delegation_client.post(ADD, filled(dakar), follow=True)

    assert "une invitation" in form.content.decode()
    user = User.objects.get(email="nouvelle@diplomatie.example")
    assert "Invitation envoyée à nouvelle@diplomatie.example" in response.content.decode()
    assert (user.post, user.post_function, user.is_staff) == (dakar, "validates", False)
    assert not user.has_usable_password()
    assert user.groups.get().name == POST_GROUP
    assert Message.objects.get().to == user.email
    assert SignedLink.objects.get().target == user


def test_an_account_of_a_post_needs_its_post_and_its_function(delegation_client, dakar):
    response = delegation_client.post(ADD, filled(dakar) | {"post": "", "post_function": ""})

    assert set(response.context["adminform"].form.errors) == {"post", "post_function"}
    assert not Message.objects.exists()


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_the_delegation_gives_no_right(delegation_client, dakar, right):
    delegation_client.post(ADD, filled(dakar, **{right: "on", "groups": [1, 2]}))
    user = User.objects.get(email="nouvelle@diplomatie.example")
    delegation_client.post(change(user), filled(dakar, **{right: "on", "groups": [1, 2]}))

    user.refresh_from_db()
    assert not getattr(user, right)
    assert [group.name for group in user.groups.all()] == [POST_GROUP]


@pytest.mark.slow
@pytest.mark.parametrize("rights", [{"delegation": True}, {"is_staff": True, "is_superuser": True}])
def test_the_accounts_of_the_delegation_are_out_of_its_reach(delegation_client, dakar, rights):
    other = UserFactory(**rights)
    UserFactory(post=dakar)

    listed = delegation_client.get(LIST).context["cl"].result_list
    opened = delegation_client.get(change(other))
    written = delegation_client.post(change(other), filled(dakar, email="vole@diplomatie.example"))
    for action in ["send_invitation", "close", "remove_second_factor"]:
        act(delegation_client, action, other)

    other.refresh_from_db()
    assert [user.post for user in listed] == [dakar]
    assert opened.status_code == written.status_code == 302
    assert other.is_active
    assert other.email != "vole@diplomatie.example"
    assert not Message.objects.exists()


def test_nobody_of_the_delegation_edits_their_own_account(delegation_client, delegation, dakar):
    delegation_client.post(change(delegation), filled(dakar, is_superuser="on"))

    delegation.refresh_from_db()
    assert not delegation.is_superuser


def test_a_password_is_set_by_superusers_only(delegation_client, dakar):
    user = UserFactory(post=dakar)

    response = delegation_client.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"password1": "un mot de passe volé", "password2": "un mot de passe volé"},
    )

    user.refresh_from_db()
    assert response.status_code == 403
    assert not user.check_password("un mot de passe volé")
    assert "id_password" not in delegation_client.get(change(user)).content.decode()


def test_the_delegation_deletes_no_account(delegation_client, dakar):
    user = UserFactory(post=dakar)
    address = reverse("admin:correspondents_user_delete", args=[user.pk])

    assert delegation_client.post(address, {"post": "yes"}).status_code == 403


def test_an_account_is_closed_and_its_sessions_with_it(delegation_client, dakar, client):
    user = UserFactory(post=dakar)
    theirs = type(client)()
    theirs.force_login(user)
    assert theirs.get("/compte/").status_code == 200

    act(delegation_client, "close", user)

    assert theirs.get("/compte/").status_code == 302


def test_an_invitation_is_sent_again_to_open_accounts(delegation_client, dakar):
    users = [UserFactory(post=dakar), UserFactory(post=dakar, is_active=False)]

    response = act(delegation_client, "send_invitation", *users)

    assert "Invitations envoyées : 1." in response.content.decode()
    assert Message.objects.get().to == users[0].email


def test_a_lost_telephone_is_taken_off_a_post_s_account(delegation_client, dakar):
    user = UserFactory(post=dakar)
    TOTP.activate(user, TOTP_SECRET)

    response = act(delegation_client, "remove_second_factor", user)

    assert "Seconds facteurs retirés : 1." in response.content.decode()
    assert not user.authenticator_set.exists()


def test_a_superuser_opens_a_delegation_account(chief, db):
    group = Group.objects.get(name=DELEGATION_GROUP)
    data = {"email": "agent@diplomatie.example", "is_staff": "on", "groups": [group.pk]}

    response = chief.post(ADD, data)

    user = User.objects.get(email="agent@diplomatie.example")
    assert response["Location"] == change(user)
    assert user.is_delegation
    assert Message.objects.get().to == user.email
    assert chief.get(change(user)).status_code == 200


@pytest.mark.slow
def test_no_secret_of_the_library_is_shown_in_the_admin(chief):
    page = chief.get("/admin/").content.decode()

    assert "/admin/mfa/" not in page
    assert "/admin/account/" not in page
