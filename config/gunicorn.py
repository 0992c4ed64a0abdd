"""How gunicorn serves the site: `gunicorn --config config/gunicorn.py`."""

import os

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")

# For two cores: a process each, and threads for the time spent waiting on the database.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))

# Off: it would open a socket through which the server can be commanded.
control_socket_disable = True

# Seconds left to requests under way when the site stops.
graceful_timeout = 10
