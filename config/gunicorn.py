"""The settings of gunicorn: `gunicorn --config config/gunicorn.py`."""

from config.environment import integer, text

wsgi_app = "config.wsgi:application"
bind = text("BIND", "127.0.0.1:8000")

# For two cores: a process each, and threads for the time spent waiting on the database.
workers = integer("WEB_CONCURRENCY", 2, least=1)
threads = integer("WEB_THREADS", 4, least=1)

# Off: it would open a socket through which the server can be commanded.
control_socket_disable = True

# Seconds left to requests under way when the site stops.
graceful_timeout = 10
