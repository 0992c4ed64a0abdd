"""Posts against what is expected of them: a cell is never green with nobody behind it."""

from collections import defaultdict
from itertools import groupby

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Absence, Correspondent, Post
from correspondents.records.contractions import of

from .grid import Acts, Cell, Columns, GridLine, State, ZoneLines

ROLES = [Correspondent.Role.CORRESPONDENT, Correspondent.Role.BACKUP]
SHORT = "d/m/Y"


def check_headings():
    return ["Correspondant", "Suppléant", "Boîte", f"Vérifié < {settings.FRESH_MONTHS} mois"]


def check_cells(posts, acts):
    """What the directory itself asks of each post: two queries."""
    people = people_of(posts)
    absences = Absence.objects.current().filter(correspondent__post__in=posts)
    away = {absence.correspondent_id: absence for absence in absences}
    return {
        post.pk: [
            *(seat_cell(post, role, people[post.pk], away, acts) for role in ROLES),
            mailbox_cell(post, people[post.pk], acts),
            verified_cell(post, people[post.pk], acts),
        ]
        for post in posts
    }


CHECKS = Columns(check_headings, check_cells)


def lines(posts, groups=(CHECKS,), acts=None):
    """A `GridLine` for each working post of the queryset, by zone; `groups` are its columns."""
    acts = acts or Acts()
    working = posts.working().with_country()
    rows = list(working.order_by("country__zone__name", "country__name_norm", "kind", "city"))
    headings = [heading for group in groups for heading in group.headings()]
    filled = [group.cells(rows, acts) for group in groups]
    return [
        GridLine(post, headings, [cell for cells in filled for cell in cells[post.pk]])
        for post in rows
    ]


def by_zone(rows):
    """The lines as [ZoneLines]; they are already in the order of the zones."""
    zones = groupby(rows, key=lambda line: line.post.country.zone)
    return [ZoneLines(zone, list(group)) for zone, group in zones]


def pressing(rows):
    """The lines that something is wrong in, those that lack most first."""
    wrong = [line for line in rows if not all(cell.is_ok for cell in line.cells)]
    return sorted(wrong, key=faults, reverse=True)


def faults(line):
    """(what is missing, what is to be looked at) in a line."""
    states = [cell.state for cell in line.cells]
    return states.count(State.MISSING), states.count(State.WARNING)


def own_line(user, groups=(CHECKS,), acts=None):
    """The line of the post of the account; None when it has none, or one that does not work."""
    own = Post.objects.visible_to(user).filter(pk=user.post_id) if user.post_id else None
    return next(iter(lines(own, groups, acts)), None) if own is not None else None


def people_of(posts):
    """{post's key: people} in office, to come, or gone for less than a year: one query."""
    since = timezone.localdate() - relativedelta(years=1)
    candidates = Correspondent.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since))
    posts_by_key, people = {post.pk: post for post in posts}, defaultdict(list)
    for person in candidates.filter(post__in=posts).order_by("rank", "id"):
        person.post = posts_by_key[person.post_id]
        people[person.post_id].append(person)
    return people


def seat_cell(post, role, people, away, acts):
    """Who holds the role, if anybody answers; else the least bad of what is known."""
    seats = sorted((person for person in people if person.role == role), key=nearness)
    cells = [standing(person, away.get(person.pk), acts) for person in seats]
    if not cells:
        return Cell(State.MISSING, nobody(role), acts.add(post, role))
    best = min(cells, key=lambda cell: list(State).index(cell.state))
    vacancy = next((p for p in seats if p.is_vacant and is_in_office(p)), None)
    if best.is_ok and vacancy and vacancy.rank == 1:
        return Cell(
            State.WARNING, f"Vacant au premier rang ; {best.text} répond", acts.replace(vacancy)
        )
    return best


def nobody(role):
    """« Aucun suppléant » : « personne » may be read as a name."""
    return f"Aucun {Correspondent.Role(role).label.lower()}"


def nearness(person):
    """Who is in office first, then who is to come, then who left last."""
    if is_in_office(person):
        return 0, person.rank
    if not person.ended_on or person.ended_on >= timezone.localdate():
        return 1, person.started_on.toordinal()
    return 2, -person.ended_on.toordinal()


def is_in_office(person):
    today = timezone.localdate()
    return (person.started_on or today) <= today <= (person.ended_on or today)


def standing(person, absence, acts):
    """The cell of one entry: green only when somebody in office can be written to today."""
    if reason := out_of_office(person, acts):
        return reason
    if person.is_vacant:
        return Cell(State.MISSING, "Vacant", acts.replace(person))
    if person.hidden_since:
        return Cell(State.MISSING, f"{person} : départ annoncé", acts.settle(person))
    if person.silent_since:
        since = date_format(person.silent_since, SHORT)
        return Cell(
            State.WARNING, f"{person} : sans réponse depuis le {since}", acts.settle(person)
        )
    if person.is_unreachable:
        return Cell(State.WARNING, f"{person} : courriel refusé", acts.correct(person))
    if not (person.email or person.post.mailbox):
        return Cell(State.WARNING, f"{person} : aucune adresse où écrire", acts.correct(person))
    if absence and not (absence.stand_in_id or person.post.mailbox):
        until = date_format(absence.ends_on, SHORT)
        return Cell(State.WARNING, f"{person} : absence jusqu’au {until}", acts.settle(person))
    return Cell(State.OK, str(person))


def out_of_office(person, acts):
    """The cell of an entry whose tenure has ended or not begun, None of one in office."""
    today = timezone.localdate()
    if person.ended_on and person.ended_on < today:
        last = date_format(person.ended_on, SHORT)
        text = f"{nobody(person.role)} depuis le départ {of(person)} ({last})"
        if person.is_vacant:
            text = nobody(person.role)
        return Cell(State.MISSING, text, acts.replace(person))
    if person.started_on and person.started_on > today:
        first = date_format(person.started_on, SHORT)
        text = f"{nobody(person.role)} avant le {first} ({person})"
        return Cell(State.MISSING, text, acts.add(person.post, person.role, person.started_on))
    return None


def mailbox_cell(post, people, acts):
    """The functional mailbox, unless it has refused one of our mails."""
    if not post.mailbox:
        return Cell(State.MISSING, "Aucune", acts.complete(post))
    refused = {person.bounced_email.lower() for person in people if is_in_office(person)}
    if post.mailbox.lower() in refused:
        return Cell(State.WARNING, f"{post.mailbox} refuse nos messages", acts.complete(post))
    return Cell(State.OK, post.mailbox)


def verified_cell(post, people, acts):
    """How many of the published people are fresh; a service counts where nobody has a name."""
    shown = [p for p in people if is_in_office(p) and not (p.is_vacant or p.hidden_since)]
    counted = [person for person in shown if person.last_name] or shown
    if not counted:
        return Cell(State.MISSING, "Aucun contact publié", acts.add(post, ROLES[0]))
    fresh = sum(person.is_fresh and not person.is_unreachable for person in counted)
    text = f"{fresh} sur {len(counted)}"
    if fresh == len(counted):
        return Cell(State.OK, text)
    return Cell(State.WARNING if fresh else State.MISSING, text, acts.verify(post))
