"""Which French authority a row means: by its code, else by exact names only, never by likeness."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Func, Q, TextField, Value

from atlas.models import LocalAuthority
from correspondents.imports.questions import Question, written
from correspondents.people_list.network import normal_forms

from .clues import Clues

# « Ville de Rennes », « Conseil départemental du Finistère »: a title before the name.
TITLE = re.compile(
    r"^(la |le |les )?(?P<title>ville|commune|mairie|municipalite|conseil departemental|cd|"
    r"departement|conseil regional|cr|region|conseil general|cg)"
    r"( (?P<of>de la|de l|de|du|des|d))? (?P<name>.+)$"
)
ARTICLES = {"de la": "la", "de l": "l", "du": "le", "des": "les"}  # « Ville du Havre », Le Havre
Type = LocalAuthority.Type
TITLED = {
    "region": (Type.REGION, Type.CTU),
    "conseil regional": (Type.REGION, Type.CTU),
    "departement": (Type.DEPARTEMENT, Type.CTU),
    "conseil departemental": (Type.DEPARTEMENT, Type.CTU),
    "conseil general": (Type.DEPARTEMENT, Type.CTU),
    "cr": (Type.REGION, Type.CTU),
    "cd": (Type.DEPARTEMENT, Type.CTU),
    "cg": (Type.DEPARTEMENT, Type.CTU),
}
ASIDE = re.compile(r"^(?P<name>[^,(]+?)\s*[,(]\s*(?P<where>[^,()]+?)\s*\)?$")
PROPOSED = 5


@dataclass
class Unknown(Exception):
    """No authority, or several, for the cell of this column; `reason` ends a French sentence.

    `answers` holds what a person may choose, by the values of the question's choices; `coded`
    gives what a person wrote instead, or None. `text` is the part of the cell that is meant, ""
    for the whole.
    """

    code: str
    reason: str
    question: Question | None = None
    answers: dict = field(default_factory=dict)
    coded: Callable = lambda text: None
    text: str = ""

    def answered(self, answer):
        """The authority that a person chose or wrote. Raises Unknown without one."""
        text = written(answer)
        choice = self.coded(text) if text else self.answers.get(answer)
        if choice is None and text:
            reason = f"{self.reason} ; « {text} » n’est ni le SIREN ni le code INSEE d’aucune"
            raise replace(self, reason=reason)
        if choice is None:
            raise self
        return choice


class Authorities:
    """The authorities that the rows of a file may mean, loaded at once.

    `rows` are {"authority", "siren", "insee", "department"} of texts; `answers`, those of
    a person, which may be codes. Former communes lead to what they have become. A bare name is
    nobody's when it begins that of a bigger commune, or when only former communes bore it.
    """

    def __init__(self, rows, answers=()):
        texts = {text for row in rows for text in readings(row["authority"])}
        texts |= {row["department"] for row in rows} | {where_of(row["authority"]) for row in rows}
        self.forms = normal_forms(texts | {""})
        names = {name for text in texts for name in names_of(self.forms[text])}
        codes = {compact(code) for code in map(written, answers) if code}
        codes |= {row[code] for row in rows for code in ("siren", "insee") if row[code]}
        self.longer = longer_names(names)
        keys = {key for longer in self.longer.values() for key in longer}
        self.by_key, self.by_name, self.by_code = {}, defaultdict(dict), defaultdict(dict)
        authorities = LocalAuthority.objects.with_parents().prefetch_related("names")
        authorities = authorities.filter(
            Q(pk__in=keys)
            | Q(name_norm__in=names)
            | Q(names__name_norm__in=names)
            | Q(siren__in=codes)
            | Q(insee__in=codes)
            | Q(former_codes__overlap=list(codes))
        ).distinct()
        for authority in authorities:
            self.learn(authority)

    def learn(self, authority):
        self.by_key[authority.pk] = authority
        for name in {authority.name_norm, *(other.name_norm for other in authority.names.all())}:
            self.by_name[name][authority.pk] = authority
        # A code in force wins over one of the past.
        for code in {authority.siren, authority.insee} - {None, ""}:
            self.by_code[code][authority.pk] = authority
        for code in authority.former_codes:
            self.by_code[code].setdefault(authority.pk, authority)

    def find(self, row):
        """The authority of a row, as it is today; `row["clues"]`, if any, tells homonyms apart.

        Raises Unknown.
        """
        for code in ("siren", "insee"):
            if row[code]:
                return self.coded(code, row[code])
        if not row["authority"]:
            raise Unknown("authority", "n’est pas dit : donnez un nom, un SIREN ou un code INSEE")
        return self.bearer(row)

    def coded(self, code, text):
        """The authority of a SIREN or of an INSEE code. Raises Unknown."""
        today = self.today(text, code)
        if today:
            return today
        label = "SIREN" if code == "siren" else "code INSEE"
        raise Unknown(code, f"n’est le {label} d’aucune collectivité connue")

    def today(self, text, *codes):
        """The only authority of this code, as it is today; None when there is none, or several."""
        owners = list(self.by_code.get(text, {}).values())
        alive = [a for a in owners if not a.successor_id and text in [getattr(a, c) for c in codes]]
        today = unique(alive or owners)
        return today[0] if len(today) == 1 else None

    def written(self, text):
        """The authority of a code that a person wrote, None when it is none's."""
        return self.today(compact(text), "siren", "insee")

    def bearer(self, row):
        candidates = self.candidates(row)
        if len(candidates) > 1:
            candidates = row.get("clues", Clues()).choose(candidates)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            listed = ", ".join(each.told_apart for each in candidates[:PROPOSED])
            reason = f"est le nom de plusieurs collectivités : {listed}"
        else:
            candidates = likely(names_of(self.forms[row["authority"]])[-1])
            reason = "n’est le nom exact d’aucune collectivité française"
        answers = {each.local_code: each for each in candidates}
        raise Unknown("authority", reason, self.question(row, answers), answers, self.written)

    def question(self, row, answers):
        """Which of these the row means, or which other one."""
        key = f"authority:{self.forms[row['authority']]}|{self.forms[row['department']]}"
        text = f"Quelle collectivité est « {row['authority']} » ?"
        choices = [(code, each.told_apart) for code, each in answers.items()]
        return Question(key, text, choices, other="Une autre : son SIREN ou son code INSEE")

    def candidates(self, row):
        """The authorities of today of this name, in the département when the row says one."""
        where = self.forms[row["department"]] or self.forms[where_of(row["authority"])]
        for text in readings(row["authority"]):
            form = self.forms[text]
            owners = [a for name in names_of(form) for a in self.by_name[name].values()]
            longer = [self.by_key[key] for name in names_of(form) for key in self.longer[name]]
            owners, longer = (those_in(where, each) for each in (owners, longer))
            if owners:
                return with_rivals(form, of_one_kind(form, unique(owners)), longer)
        return []

    def former_name(self, row, authority):
        """Whether the row names the authority by a name that is not, or no longer, its own."""
        names = {name for text in readings(row["authority"]) for name in names_of(self.forms[text])}
        owners = unique(a for name in names for a in self.by_name[name].values())
        return authority in owners and authority.name_norm not in names


def compact(code):
    """« 213 502 388 » as the registers have it."""
    return "".join(code.split()).upper()


def readings(text):
    """The text as a whole, then without the part aside: « Nantes (44) », « Magenta, Marne »."""
    aside = ASIDE.match(text)
    return [text, aside["name"]] if aside else [text]


def where_of(text):
    """The part aside of the name, "" when there is none."""
    aside = ASIDE.match(text)
    return aside["where"] if aside else ""


def names_of(form):
    """A normal form, and what is left of it without its title, with an article and without."""
    title = TITLE.match(form)
    if not title:
        return [form]
    article = ARTICLES.get(title["of"])
    return [form, *([f"{article} {title['name']}"] if article else []), title["name"]]


def unique(authorities):
    """The same as they are today, each once: two former communes of one are that one."""
    return list({a.current.pk: a.current for a in authorities}.values())


def of_one_kind(form, authorities):
    """Those of the kind that the title tells; without a title, communes rather than others."""
    title = TITLE.match(form)
    kinds = TITLED.get(title["title"], [Type.COMMUNE]) if title else [Type.COMMUNE]
    return [a for a in authorities if a.type in kinds] or authorities


def longer_names(names):
    """{name: [keys of the communes of today whose name begins with its words]}."""
    longer = defaultdict(list)
    first = Func("name_norm", Value(" "), Value(1), function="split_part", output_field=TextField())
    communes = LocalAuthority.objects.existing().filter(type=Type.COMMUNE).order_by("pk")
    communes = communes.alias(first=first).filter(first__in={n.split(" ")[0] for n in names} - {""})
    for key, form in communes.values_list("pk", "name_norm"):
        for place in range(len(form)):
            if form[place] == " " and form[:place] in names:
                longer[form[:place]].append(key)
    return longer


def with_rivals(form, owners, longer):
    """The owners of a name, and the communes that it may shorten.

    All of them when no owner still has this name; else those that are bigger than it is.
    """
    title = TITLE.match(form)
    if title and title["title"] in TITLED:
        return owners
    own = [a for a in owners if a.name_norm in names_of(form)]
    if any(a.type != Type.COMMUNE for a in own):
        return owners
    most = max((a.population or 0 for a in own), default=-1)
    rivals = [a for a in longer if (a.population or 0) > most]
    return sorted(
        unique([*owners, *rivals]), key=lambda a: (a not in own, -(a.population or 0), a.pk)
    )


def those_in(where, authorities):
    return [a for a in authorities if is_in(a, where)] if where else authorities


def is_in(authority, where):
    """Whether a département or a region of this normal form, or of this number, holds it."""
    parents = [p for p in (authority.department, authority.region) if p]
    return any(where in (parent.name_norm, parent.insee.lower()) for parent in parents)


def likely(form):
    """Those whose name resembles the form most, to be offered to a person; never taken."""
    like = TrigramSimilarity("name_norm", Value(form))
    rows = LocalAuthority.objects.existing().with_parents().filter(name_norm__trigram_similar=form)
    return list(rows.annotate(likeness=like).order_by("-likeness", "pk")[:PROPOSED])
