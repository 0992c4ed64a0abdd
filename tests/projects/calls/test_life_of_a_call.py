"""States × actions of a call and its dossier, up to the subsidy: done, or refused by a sentence.

What follows the subsidy is in `test_grant_acts`.
"""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.models import Post
from correspondents.records.refusals import refusal_of
from projects.committees.content import content_of
from projects.committees.letters import notify
from projects.grants.schedule import open_grant
from projects.models import ApplicationVersion, CommitteeFile, Decision, Derogation, Opinion
from projects.opinions.requests import ask

from ...factories import (
    ApplicationFactory,
    CallFactory,
    CommitteeFactory,
    OpinionRequestFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


class Life:
    """A call with a dossier and a committee to come, then what has happened to them."""

    def __init__(self, **values):
        values.setdefault("windows", [(-30, -1)])
        self.call = CallFactory(**values)
        self.dossier = ApplicationFactory(call=self.call, months=12, starts_on=TODAY() + 30 * DAY)
        self.committee = CommitteeFactory(call=self.call, held_on=TODAY() + 10 * DAY)
        self.by = UserFactory(delegation=True)
        Post.objects.filter(slug="dakar").update(mailbox="boite@diplomatie.example")
        self.post = Post.objects.get(slug="dakar")

    # How a state is reached

    def asked(self, due_in=5):
        OpinionRequestFactory(application=self.dossier, post=self.post, due_in=due_in)
        return self

    def met(self):
        self.committee.held_on = TODAY()
        self.committee.save()
        return self

    def derogated(self):
        Derogation.objects.grant(self.dossier, "without_opinion", reason="Urgence.", by=self.by)
        return self

    def decided(self, outcome="retained"):
        Decision.objects.update_or_create(
            committee=self.committee,
            application=self.dossier,
            defaults={
                "outcome": outcome,
                "amount": 9_000 if outcome == "retained" else None,
                "reason": "Motif.",
                "version": ApplicationVersion.objects.keep(self.dossier, by=self.by),
            },
        )
        return self

    def chaired(self):
        self.committee.members.create(name="Awa Inventée", is_chair=True, attendance="present")
        return self

    def did(self, *acts):
        for act in acts:
            getattr(self, act)()
        return self

    # What is tried in it

    def publish(self):
        self.call.publish(by=self.by)

    def postpone(self):
        window = self.call.windows.get()
        later = max(window.closes_at, timezone.now()) + DAY
        window.postpone(later, because="La plateforme était fermée.", by=self.by)

    def cancel(self):
        self.call.cancel(because="Crédits retirés.")

    def ask(self):
        pairs = [(self.dossier, self.post)]
        ask(self.call, pairs, due_on=TODAY() + 5 * DAY, text="", by=self.by)

    def revoke(self):
        self.dossier.opinion_requests.get().revoke(because="Erreur.")

    def give(self):
        request = self.dossier.opinion_requests.first()
        opinion, _ = Opinion.objects.get_or_create(
            request=request,
            application=self.dossier,
            defaults={"verdict": "favourable", "reasons": "Motifs."},
        )
        opinion.validate("Madeleine Inventée")

    def freeze(self):
        CommitteeFile.objects.freeze(
            self.committee, content_of(self.committee, self.by), by=self.by
        )

    def decide(self):
        self.decided()

    def close(self):
        self.committee.close(by=self.by)

    def announce(self):
        self.committee.announce()

    def notify(self):
        notify(self.committee, by=self.by)

    def open(self):
        open_grant(self.dossier.decisions.get(), number="S-0042")


STATES = {
    "undated": lambda: Life(draft=True, windows=[]),
    "draft": lambda: Life(draft=True, windows=[(5, 20)]),
    "open": lambda: Life(windows=[(-10, 20)]),
    "cancelled": lambda: Life().did("cancel"),
    "closed": Life,
    "asked": lambda: Life().asked(),
    "overdue": lambda: Life().asked(due_in=-1),
    "revoked": lambda: Life().asked().did("revoke"),
    "given": lambda: Life().asked().did("give"),
    "met,unasked": lambda: Life().met(),
    "met,awaited": lambda: Life().asked().met(),
    "met,overdue": lambda: Life().asked(due_in=-1).met(),
    "met,given": lambda: Life().asked().did("give").met(),
    "met,excused": lambda: Life().met().derogated(),
    "adjourned": lambda: Life().asked(due_in=-1).met().decided("adjourned").chaired(),
    "unchaired": lambda: Life().asked().did("give").met().decided(),
    "retained": lambda: Life().asked(due_in=-1).met().decided().chaired(),
    "settled": lambda: STATES["retained"]().did("close"),
    "announced": lambda: STATES["settled"]().did("announce"),
    "notified": lambda: STATES["announced"]().did("notify"),
    "subsidised": lambda: STATES["notified"]().did("open"),
}
# « ok »: done, or already so; « - »: there is nothing yet that the act is about.
TABLE = """
            publish postpone cancel ask    revoke give   freeze decide close  announce notify open
undated     undated -        draft  draft  -      noask  ok     future future minutes  minutes -
draft       ok      draft    draft  draft  -      noask  ok     future future minutes  minutes -
open        ok      ok       ok     ok     -      noask  ok     future future minutes  minutes -
cancelled   ok      stopped  draft  stop   -      noask  ok     future future minutes  minutes -
closed      ok      ok       ok     ok     -      noask  ok     future future minutes  minutes -
asked       ok      ok       ok     twice  ok     ok     ok     future future minutes  minutes -
overdue     ok      ok       ok     twice  ok     ok     ok     future future minutes  minutes -
revoked     ok      ok       ok     ok     -      void   ok     future future minutes  minutes -
given       ok      ok       ok     twice  heard  given  ok     future future minutes  minutes -
met,unasked ok      ok       ok     ok     -      noask  ok     post   none   minutes  minutes -
met,awaited ok      ok       ok     twice  ok     late   ok     post   none   minutes  minutes -
met,overdue ok      ok       ok     twice  ok     late   ok     ok     none   minutes  minutes -
met,given   ok      ok       ok     twice  heard  given  ok     ok     none   minutes  minutes -
met,excused ok      ok       ok     ok     -      noask  ok     ok     none   minutes  minutes -
adjourned   ok      ok       ok     twice  ok     late   ok     ok     ok     minutes  minutes -
unchaired   ok      ok       ok     twice  heard  given  ok     ok     chair  minutes  minutes first
retained    ok      ok       ok     twice  kept   late   ok     ok     ok     minutes  minutes first
settled     ok      ok       over   twice  kept   late   ok     shut   shut   ok       ok      ok
announced   ok      ok       over   twice  kept   late   ok     shut   shut   ok       ok      ok
notified    ok      ok       over   twice  kept   late   ok     shut   shut   ok       told    ok
subsidised  ok      ok       over   twice  kept   late   ok     shut   shut   ok       told    once
"""
SAID = {
    "undated": "Il manque à cet appel : une période de dépôt.",
    "draft": "appel publié",
    "stop": "Cet appel est annulé : aucun avis n’y est plus demandé.",
    "stopped": "Cet appel est annulé : sa clôture ne se reporte plus.",
    "over": "Le procès-verbal d’un comité de l’appel est arrêté : il ne s’annule plus.",
    "twice": "dont le poste n’est pas déjà saisi",
    "heard": "Le poste a rendu son avis : la saisine ne s’annule plus.",
    "kept": "Le comité a décidé de ce dossier : ses saisines ne changent plus.",
    "noask": "L’avis d’un poste répond à une saisine",
    "void": "La saisine a été annulée : l’avis n’est plus attendu.",
    "given": "Cet avis est déjà validé.",
    "late": "Le comité s’est réuni : l’avis ne peut plus être rendu.",
    "future": "Le comité ne s’est pas encore réuni",
    "post": "Pas de décision sans l’avis du poste",
    "none": "n’ont pas de décision",
    "chair": "Dites qui a présidé",
    "shut": "plus rien du comité ne change",
    "minutes": "Arrêtez d’abord le procès-verbal.",
    "told": "Toutes les décisions sont déjà notifiées.",
    "first": "Une subvention suit un dossier retenu, le procès-verbal arrêté.",
    "once": "Cette décision a déjà sa subvention.",
}
ACTS, *ROWS = (line.split() for line in TABLE.strip().splitlines())


@pytest.mark.slow
@pytest.mark.parametrize(("state", "answers"), [(state, answers) for state, *answers in ROWS])
def test_a_state_lets_acts_through_or_says_why_not(state, answers):
    expected = {act: one for act, one in zip(ACTS, answers, strict=True) if one != "-"}
    life = STATES[state]()

    assert {act: answer_to(life, act) for act in expected} == expected


def answer_to(life, act):
    """« ok », the name of the sentence by which the act is refused, or the sentence itself; the
    act is taken back."""
    with transaction.atomic():
        said = refusal(getattr(deepcopy(life), act))
        transaction.set_rollback(True)
    return next((name for name, text in SAID.items() if text in said), said) if said else "ok"


def refusal(act):
    """The French sentence by which an act is refused; "" when it is done."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as refused:
        return " ".join(refused.messages)
    except IntegrityError as error:
        return refusal_of(error)
    return ""


def test_each_state_and_each_sentence_is_in_the_table():
    assert [state for state, *_ in ROWS] == list(STATES)
    assert {one for _, *answers in ROWS for one in answers} == {"ok", "-", *SAID}
