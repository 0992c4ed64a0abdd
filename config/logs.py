"""What a log may hold: no token of a link sent by mail, in any line."""

import logging

from correspondents.mailing.tokens import hide_tokens


class LineWithoutTokens(logging.Formatter):
    """The last hand on each line, stack traces included."""

    def format(self, record):
        return hide_tokens(super().format(record))
