"""The data held about one person: told, handed over, erased, or taken off public pages."""

import json
import os
from pathlib import Path

from django.core.management.base import CommandError
from django.core.serializers.json import DjangoJSONEncoder

from correspondents.models import Edition, Post
from correspondents.personal.erasure import erase, oppose
from correspondents.personal.mentions import mentions, naming, tables, title, where_surname_stays
from correspondents.personal.person import Person, SeveralPeople
from correspondents.personal.traces import document, traces
from correspondents.records.commands import SentenceCommand
from correspondents.spreadsheets.characters import bare


class Command(SentenceCommand):
    help = "Montre, exporte ou efface tout ce que la base garde d’une personne."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["export", "erase"], metavar="export|erase")
        parser.add_argument("address", type=bare, metavar="ADRESSE")
        parser.add_argument("--name", type=bare, default="", metavar="« Prénom Nom »")
        parser.add_argument("--output", type=Path, metavar="FICHIER", help="pour export")
        parser.add_argument(
            "--opposition",
            action="store_true",
            help="avec erase : ne plus rien publier d’une personne en fonction",
        )

        parser.add_argument(
            "--yes", action="store_true", help="avec erase : effacer, au lieu de seulement montrer"
        )

    def handle(self, act, address, name, output, opposition, yes, **options):
        try:
            person = Person.find(address, name)
        except SeveralPeople as refusal:
            raise CommandError(str(refusal)) from refusal
        if act == "export":
            self.export(person, output)
        elif opposition:
            self.tell(person)
            count = oppose(person)
            self.stdout.write(f"Plus rien n’est public dans {count} entrée(s) ; le reste demeure.")
        else:
            self.erase(person, yes)

    def tell(self, person):
        """Print what was found, by table."""
        totals = {name: rows.count() for name, rows in traces(person).items()}
        for model in naming([*tables(), Edition], person):
            if count := len(mentions(model, person)):
                totals[f"textes qui nomment la personne, {title(model)}"] = count
        for name, count in totals.items():
            self.stdout.write(f"{name[0].upper()}{name[1:]} : {count}.")
        for address in person.other_addresses:
            self.stdout.write(f"Autre adresse de ces entrées, à chercher aussi : {address}.")
        if not totals:
            self.stdout.write("Rien n’est gardé de cette personne.")

    def export(self, person, output):
        if output is None:
            raise CommandError("Indiquez où écrire : --output FICHIER.")
        text = json.dumps(
            document(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2, default=str
        )
        try:
            number = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(
                f"« {output} » existe déjà : choisissez un autre nom, rien n’a été écrit."
            ) from None
        except OSError as error:
            raise CommandError(f"« {output} » ne peut être écrit : {error.strerror}.") from error
        with open(number, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        self.tell(person)
        self.stdout.write(f"Écrit dans « {output} ».")

    def erase(self, person, yes):
        if post := Post.objects.filter(mailbox__iexact=person.email).first():
            raise CommandError(
                f"{person.email} est la boîte du poste « {post} », pas l’adresse d’une personne : "
                "changez d’abord la boîte du poste."
            )
        if entry := person.in_office.first():
            raise CommandError(
                f"« {entry} » est en fonction ({entry.post}) : ses données ne s’effacent pas. "
                "Terminez d’abord sa fonction, ou cessez de les publier par --opposition."
            )
        self.tell(person)
        if not yes:
            self.stdout.write("Rien n’est effacé : relancez avec --yes pour effacer, sans retour.")
            return
        acts = erase(person)
        self.stdout.write("Effacé, historique et copies d’imports compris ; caches vidés.")
        self.stdout.write("Les sauvegardes et les fichiers déjà téléchargés ne sont pas atteints.")
        for name, count in acts.items():
            self.stdout.write(f"Reste tel quel, acte qui ne se réécrit pas, {name} : {count}.")
        if namesakes := person.namesakes.count():
            self.stdout.write(f"Laissé tel quel, même nom sous une autre adresse : {namesakes}.")
        for name, count in where_surname_stays(person).items():
            self.stdout.write(f"À relire, le nom y figure encore, {name} : {count}.")
