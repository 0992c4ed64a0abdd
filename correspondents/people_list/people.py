"""The list of correspondents, as the engine of imports sees it."""

from django.db.models import Q
from django.utils.dateparse import parse_date

from correspondents.imports.kinds import PEOPLE, ListKind
from correspondents.imports.vocabulary import plain
from correspondents.models import Correspondent, Country, Coverage, Post
from correspondents.people_list.options import ABSENT, Options

from .columns import CHOICES, VOCABULARY
from .plan import PeoplePlan
from .planner import PeoplePlanner
from .report import people_report
from .rows import Outcome
from .updates import CLEARABLE
from .write import keep_apart, write_plan

ROLES = dict(Correspondent.Role.choices)


class People(ListKind):
    code, label = PEOPLE, "liste des correspondants"
    vocabulary, options, clearable = VOCABULARY, Options, CLEARABLE

    outcomes = Outcome
    # The piles that wait for a person come first.
    piles = (
        *("ambiguous", "rejected", "replacement", "new", "vacant", "modified", "absent"),
        *("ignored", "identical"),
    )
    written = ("new", "modified", "replacement", "vacant")
    gists = {
        "new": "entrée créée",
        "replacement": "entrée créée, la précédente se termine",
        "vacant": "place dite vacante",
    }
    field_labels = {
        "person": "Personne",
        **CHOICES,
        "other_data": "Autres données",
        "to_confirm_since": "À confirmer depuis le",
        "verified_by": "Vérifié par",
        "informed_on": "Informé de la publication le",
    }

    row_headings = ("Lieu", "Personnes")
    row_template = "admin/correspondents/imports/people/_row.html"
    absent_template = "admin/correspondents/imports/people/_absent.html"
    notes_template = "admin/correspondents/imports/people/_notes.html"
    day_note = "qui remplace quelqu’un commence ce jour-là"
    caution = "Un import ne vérifie personne."

    tables = (Correspondent, Coverage, Post)
    # Posts before coverage, in the same order as the form of a post: no deadlock.
    locked = (Correspondent, Post, Coverage)
    deferred = ("one_first_correspondent_at_a_time",)
    depended_upon = {Post: "quelqu’un ou une compétence en dépend désormais"}

    def plan(self, source, edition, listings, options, choices, progress):
        plan = PeoplePlan(self, source, edition, listings, options)
        PeoplePlanner(plan, choices, progress).plan()
        return plan

    def report(self, plan):
        return people_report(plan)

    def write(self, plan):
        write_plan(plan)

    def shown(self, rows):
        countries = Country.objects.in_bulk({row.get("country") for row in rows} - {None})
        posts = posts_of(rows)
        return [
            {
                **row,
                "country_name": countries.get(row.get("country"), ""),
                "post_name": posts.get(row["post"], row["post"] or ""),
                "post_country": getattr(posts.get(row["post"]), "country", ""),
                "role_name": ROLES.get(row.get("role"), ""),
                "newer": parse_date(row.get("newer") or ""),
            }
            for row in rows
        ]

    def absent(self, rows, words):
        """By country, post and name; each of the words is in one of these, or in the role."""
        posts = posts_of(rows)
        texts = [absent_text(row, posts.get(row["post"])) for row in rows]
        words = plain(words).split()
        places = sorted(range(len(rows)), key=texts.__getitem__)
        return [rows[n] for n in places if all(word in " ".join(texts[n]) for word in words)]

    def summary(self, plan):
        lines = self.counts(plan)
        lines.append(f"{len(plan.absent)} absents du fichier ({ABSENT[plan.options.absent]})")
        spared = [tenure for tenure in plan.absent if tenure.newer]
        if spared and plan.options.absent != "keep":
            lines[-1] += f", dont {len(spared)} gardés : confirmés ou corrigés depuis cette liste"
        lines += self.skipped(plan)
        lines += [f"Nouveau poste : {post.name}" for post in plan.used_new_posts]
        if plan.to_tell:
            lines.append(f"{plan.to_tell} à informer avant que leur nom soit publié (send_notices)")
        return lines + self.sentences(plan)

    def keep_apart(self, undone, batch):
        keep_apart(undone[Correspondent])

    def in_use(self, model):
        return Q(coverages__isnull=False) if model is Post else super().in_use(model)


def posts_of(rows):
    """{short name: Post} of the rows of a report, with their countries."""
    slugs = {row["post"] for row in rows} - {None}
    return Post.objects.select_related("country").in_bulk(slugs, field_name="slug")


def absent_text(row, post):
    """(country, post, name, role) of an absent row, in plain words."""
    place = (post.country.name, post.name) if post else ("", row["post"])
    return tuple(map(plain, (*place, row["name"], ROLES.get(row["role"], ""))))
