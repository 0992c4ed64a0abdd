"""A real mail server on loopback; what arrives is kept as it came, and parsed."""

import email
import email.policy
import re
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from correspondents.mailing.tokens import give_tokens

ADDRESS = re.compile(r"https?://\S+")


class Letterbox:
    """`refuse` maps an address to the line that the server answers to its RCPT."""

    def __init__(self):
        self.arrived = []
        self.refuse = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.arrived.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    @property
    def mails(self):
        """The mails that arrived, parsed, in order."""
        parse = email.message_from_bytes
        return [parse(raw, policy=email.policy.default) for _, raw in self.arrived]

    def to(self, address):
        return [mail for mail in self.mails if mail["To"] == address]


def leaving(message):
    """The plain text of a mail of the outbox, with its tokens, as it will leave."""
    return give_tokens(message.text, message.key)


def plain(mail):
    return mail.get_body(preferencelist=["plain"]).get_content()


def html(mail):
    return mail.get_body(preferencelist=["html"]).get_content()


def link_in(mail):
    """The path of the first address of the plain text that leads to a page of a link."""
    for address in ADDRESS.findall(plain(mail)):
        return "/" + address.split("/", 3)[3]
    raise AssertionError("The mail holds no link.")


@contextmanager
def letterbox():
    """A server on a free port, while the block lasts: `box.port`, `box.mails`."""
    box = Letterbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
