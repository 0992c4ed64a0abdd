"""All that leaves by mail or feed: outbox, signed links and their pages, calendars, limits."""
