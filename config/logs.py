"""Keep the token of a link sent by mail out of every line of the logs."""

import logging

from correspondents.mailing.tokens import hide_tokens


class LineWithoutTokens(logging.Formatter):
    """The last hand on each line, stack traces included."""

    def format(self, record):
        return hide_tokens(super().format(record))
