"""`make run`: the demonstration site from nothing, and no process left when it ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from gunicorn.app.base import BaseApplication

from scripts import address, collection, design_system, postgres
from scripts.locks import exclusive

MAIL_ROUND = 5  # seconds
PATIENCE = 3  # seconds: workers of a killed site leave its port within one or two


def main():
    if os.environ.get("ENVIRONMENT") == "production":
        raise SystemExit(
            "make run charge la liste de démonstration : en production, lancez "
            "« gunicorn --config config/gunicorn.py »."
        )
    port = port_asked()
    wait_for_port(port)
    if not os.environ.get("DATABASE_URL"):
        postgres.attach()
    address.note(port)
    prepare()
    wait_for_port(port)
    Server(port).run()


def port_asked():
    """The port on the command line, 8000 when there is none."""
    text = sys.argv[1] if len(sys.argv) > 1 else "8000"
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise SystemExit(f"Le port doit être un nombre entre 1 et 65535, et non « {text} ».")


def wait_for_port(port):
    """Return when the port is free; SystemExit when it stays taken."""
    deadline = time.monotonic() + PATIENCE
    while is_taken(port):
        if time.monotonic() > deadline:
            raise SystemExit(
                f"Le port {port} est déjà pris : choisissez-en un autre, par exemple "
                f"« make run PORT={port + 1} »."
            )
        time.sleep(0.2)


def is_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return True
    return False


def prepare():
    """Bring files and database to the state the site needs; two launchers: one after the other."""
    with exclusive(postgres.data_dir() / "preparation.lock"):
        design_system.main()
        os.environ["STATIC_ROOT"] = str(collection.collected())
        for command in (["migrate", "--verbosity", "0"], ["prepare_demo"]):
            # Our standard output carries the address only.
            done = subprocess.run([sys.executable, "manage.py", *command], stdout=sys.stderr)
            if done.returncode:
                raise SystemExit(f"La préparation a échoué : manage.py {' '.join(command)}.")


class Server(BaseApplication):
    """gunicorn in this process: it dies with us, and its workers with it.

    A gunicorn of its own would outlive a killed launcher and keep the port.
    """

    def __init__(self, port):
        self.port = port
        self.hangup = signal.getsignal(signal.SIGHUP)
        super().__init__()

    def load_config(self):
        from config import gunicorn as settings

        for name in vars(settings).keys() & self.cfg.settings.keys():
            self.cfg.set(name, getattr(settings, name))
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        self.cfg.set("loglevel", "warning")
        self.cfg.set("when_ready", self.stop_on_hangup)
        self.cfg.set("post_worker_init", self.announce)

    def load(self):
        from config.wsgi import application

        return application

    def stop_on_hangup(self, _arbiter):
        """A closed terminal ends the site, unless nohup; gunicorn's habit is to reload."""
        ignored = self.hangup is signal.SIG_IGN
        stop = signal.SIG_IGN if ignored else lambda *_: os.kill(os.getpid(), signal.SIGTERM)
        signal.signal(signal.SIGHUP, stop)

    def announce(self, worker):
        """Print the address from the first worker: it forks nothing, so a thread is safe there.

        Mails leave from there too, for want of the timers that production has.
        """
        if worker.age == 1:
            threading.Thread(target=tell_when_home_answers, args=[self.port], daemon=True).start()
            threading.Thread(target=send_mails_for_ever, daemon=True).start()


def tell_when_home_answers(port):
    """Ask for the home page as a browser would, then print the address, or the error."""
    home = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    home.request("GET", "/")
    status = home.getresponse().status
    home.close()
    if status == 200:
        lines = [f"Le site est prêt : http://127.0.0.1:{port}/ (Ctrl-C pour l’arrêter)."]
        lines += [f"Entrer comme {who}, une fois : {door}" for who, door in open_doors()]
        print("\n".join(lines), flush=True)
    else:
        print(f"L’accueil répond {status} : voir les messages ci-dessus.", file=sys.stderr)


def open_doors():
    """The links that let a newcomer in; the site is there without them."""
    from django.db import Error, connection

    from scripts.demonstration.doors import doors

    try:
        return list(doors())
    except Error as error:
        print(f"Les liens pour entrer n’ont pas été écrits : {error}", file=sys.stderr)
        return []
    finally:
        connection.close()


def send_mails_for_ever():
    """Empty the outbox every `MAIL_ROUND` seconds; without EMAIL_HOST into files of var/mails."""
    from django.db import Error, connection

    from correspondents.sending.delivery import send_ready

    while True:
        time.sleep(MAIL_ROUND)
        try:
            send_ready()
        except Error as error:  # the base is stopping, or starting again
            print(f"Le courrier attend : {error}", file=sys.stderr)
            connection.close()


if __name__ == "__main__":
    # A shell script makes its background programs ignore Ctrl-C: the site needs it anyway.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
