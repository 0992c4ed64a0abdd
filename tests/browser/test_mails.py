"""Each kind of mail as a mailbox shows it: nothing wider than a phone or a reading pane."""

import json

import pytest

from .checks import check_accessibility

pytestmark = pytest.mark.browser

WRITE = """
import json
from django.db import transaction
from correspondents.models import Message
from tests.every_mail import write_each_kind
with transaction.atomic():
    before = set(Message.objects.values_list("pk", flat=True))
    write_each_kind()
    mails = Message.objects.exclude(pk__in=before)
    mails = sorted(mails, key=lambda mail: len(mail.html))  # the longest of a kind comes last
    print(json.dumps({mail.kind: mail.html for mail in mails}))
    transaction.set_rollback(True)
"""


def test_each_kind_fits_a_phone_and_a_pane(shell, chromium):
    mails = json.loads(shell(WRITE))
    page = chromium.new_page()
    assert len(mails) >= 26
    for kind, html in mails.items():
        for width in (360, 700):
            page.set_viewport_size({"width": width, "height": 800})
            page.set_content(html)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
        check_accessibility(page)
    page.close()
