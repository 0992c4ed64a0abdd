"""Each kind of mail, written by what writes it, about people and places that are long or odd."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone

from atlas.alerts import digests as alert_digests
from atlas.alerts.views import ask as ask_alert
from atlas.contributions.submissions import receive
from atlas.coordination.invitations import invite as invite_to_meeting
from atlas.coordination.rescheduling import cancel, move
from atlas.models import AlertSubscription
from atlas.news.mails import tell_author
from config.accounts.adapter import MAILS, Accounts
from config.accounts.links import send_sign_in_link
from correspondents.confirmation import answers, departures, rounds
from correspondents.contact.sending import Recipient, send
from correspondents.desk.post_tasks import Task
from correspondents.mailing import mail
from correspondents.models import Check, Country, Post, SignedLink
from correspondents.proposals.notices import mails_about, tell_post, tell_withdrawal
from correspondents.proposals.submissions import Submission
from correspondents.reference.workdays import reminder_day
from correspondents.sending import agent_notices
from correspondents.sending.digests import write_digest
from correspondents.sending.invitations import invite
from projects.evaluations.submission import submit as submit_evaluation
from projects.grants import reminders as report_reminders
from projects.models import Opinion
from projects.opinions import reminders as opinion_reminders
from projects.opinions.requests import ask as ask_opinions
from projects.opinions.writing import submit, tell_drafter

from .factories import (
    ApplicationFactory,
    AuthorityContactFactory,
    CorrespondentFactory,
    EvaluationFactory,
    ForeignAuthorityFactory,
    MeetingFactory,
    NewsItemFactory,
    PartnershipFactory,
    ProposalFactory,
    ReportFactory,
    UserFactory,
)

LONG = "Élodie-Marguerite L’Œuvre & Filles <Saint-Symphorien-lès-Villefeinte-sur-Essai>"
WORD = "a" * 120  # nothing in it lets a line break
DAY = timedelta(days=1)


def write_each_kind():
    """Write them all to the outbox, by what writes them in use."""
    Post.objects.filter(slug="dakar").update(
        mailbox="cooperation.dakar@diplomatie.example",
        phone="+221 33 000 00 48",
        timezone="Africa/Dakar",
    )
    dakar = Post.objects.get(slug="dakar")
    names = {"first_name": "Anaïs", "last_name": "Fictive"}
    cocac = UserFactory(post=dakar, post_function="validates", email="cocac@x.example", **names)
    for write in (write_accounts, write_directory, write_atlas, write_projects):
        write(cocac)
    write_visitors(dakar)


def write_accounts(cocac):
    invite(cocac, by=UserFactory(delegation=True, first_name=LONG))
    send_sign_in_link(cocac.email)
    adapter = Accounts()
    key = f"{user_pk_to_url_str(cocac)}-{default_token_generator.make_token(cocac)}"
    url = adapter.get_reset_password_from_key_url(key)
    for prefix in MAILS:
        adapter.send_mail(prefix, cocac.email, {"password_reset_url": url})


def write_directory(cocac):
    post = cocac.post
    person = CorrespondentFactory(post=post, rank=70, first_name="", last_name=LONG, function=WORD)
    silent = CorrespondentFactory(post=post, role="backup", rank=71, email="")
    CorrespondentFactory(post=post, role="cocac", rank=72, email=cocac.email, **named(cocac))
    rounds.run()
    answers.send_again(SignedLink.objects.about(person).first())
    assert Check.objects.filter(correspondent=silent).exists()
    departures.tell(person, on=timezone.localdate(), by=LONG)
    agent_notices.run()
    write_digest(cocac, [Task("Avis à rendre", LONG, "/"), Task("Contact", WORD, "/")])
    proposal = ProposalFactory(target=person, new=LONG, comment=WORD)
    tell_post(proposal, key="proposal received")
    proposal.refuse(by=cocac, reason=LONG)
    sent = Submission([proposal])
    sent.answer()
    sent.answers.get().note_sent()
    sent.tell_author()
    sent.answer()
    taken_back = ProposalFactory(target=person, new=LONG)
    tell_post(taken_back, key=f"proposal {taken_back.submission}")
    mails_about(taken_back)[0].note_sent()
    tell_withdrawal(taken_back)


def named(user):
    return {"first_name": user.first_name, "last_name": user.last_name}


def write_visitors(post):
    values = {"theme": "partner", "name": LONG, "authority": LONG, "opened": str(uuid4())}
    values |= {
        "email": "mairie@x.example",
        "message": f"{LONG}\n\n- {WORD}\n=> http://x.example Lu",
    }
    senegal = Country.objects.get(pk="SN")
    send(values, country=senegal, recipient=Recipient(post.name, post.mailbox, post))


def write_atlas(cocac):
    alert = AlertSubscription(country_id="SN", label=LONG, frequency="daily")
    ask_alert(alert, "mairie@x.example")
    alert.confirmed_at = timezone.now() - DAY
    alert.save()
    news = NewsItemFactory(title=LONG, author=UserFactory(**named(cocac)), review_note=LONG)
    for outcome in ("published", "returned", "undone"):
        tell_author(news, outcome, by=cocac)
    alert_digests.run()
    receive(partnership=PartnershipFactory(), values={}, from_name=LONG, from_email="m@x.example")
    place = ForeignAuthorityFactory(name="Ndimagine-L’Épreuve")
    meeting = MeetingFactory.build(
        territory=place, post=cocac.post, hour="10 h à 11 h 30", message=f"{LONG}\n\n- {WORD}"
    )
    invite_to_meeting(meeting, [AuthorityContactFactory(name=LONG)], by=cocac)
    when = {"held_on": meeting.held_on + DAY, "hour": meeting.hour, "place": meeting.place}
    move(meeting, when, by=cocac)
    cancel(meeting, LONG, by=cocac)


def write_projects(cocac):
    application = ApplicationFactory(title=LONG)
    due = timezone.localdate() + 100 * DAY
    pairs = [(application, cocac.post)]
    (batch,) = ask_opinions(application.call, pairs, due_on=due, text=LONG, by=cocac)
    opinion_reminders.remind(batch.pk, reminder_day(due, 30, "SN"))
    (request,) = batch.requests.all()
    opinion = Opinion.objects.create(
        request=request,
        application=application,
        verdict="favourable",
        reasons=LONG,
        drafted_by=LONG,
    )
    submit(opinion)
    page = SimpleNamespace(signature=LONG, address_of_reader=cocac.email)
    tell_drafter(opinion, "returned", page)
    submit_evaluation(EvaluationFactory(post=cocac.post, drafted_by=LONG), "1")
    report = ReportFactory()
    report_reminders.remind(report.pk, reminder_day(report.due_on, 30, "FR"))
    text = {"subject": LONG, "text": f"Madame, Monsieur,\n\n{LONG}\n{WORD}"}
    mail.write("decision", to="mairie@x.example", key="decision 1", context=text)
