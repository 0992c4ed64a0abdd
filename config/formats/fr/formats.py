"""Hours as French writes them: « 1er mars 2026 à 8 h 05 », wherever no template says otherwise."""

TIME_FORMAT = "G\N{NO-BREAK SPACE}\\h\N{NO-BREAK SPACE}i"
DATETIME_FORMAT = f"j F Y à {TIME_FORMAT}"
