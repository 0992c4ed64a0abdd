"""The key by which a forgotten password is chosen anew, made again when its mail leaves."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import url_str_to_user_pk
from django.conf import settings
from django.utils.http import base36_to_int

from correspondents.models import User


class PasswordKeys:
    """Signs « account-moment » as the sign-in library does, which looks at the account as it is:
    a key written before a change of password opens nothing after it, unless it has not left."""

    def sign(self, number):
        account, _, moment = number.partition("-")
        try:
            user = User.objects.filter(pk=url_str_to_user_pk(account)).first()
            at = base36_to_int(moment)
        except ValueError:
            return ""
        if user is None:
            return ""
        token = default_token_generator._make_token_with_timestamp(user, at, settings.SECRET_KEY)
        return f"{account}-{token}"
