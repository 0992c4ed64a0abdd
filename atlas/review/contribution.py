"""The review of a partnership that is not there yet."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from atlas.finder.suggestions import authorities_like
from atlas.models import Contribution, ForeignAuthority, LocalAuthority, Partnership
from correspondents.models import Country, Proposal
from correspondents.proposals.review import Fact

from .partnership import PartnershipReview


class ContributionReview(PartnershipReview):
    """The first value that is accepted creates the partnership, which is then the target."""

    REPORT_ACCEPTED = (
        "Accepter enregistre le partenariat, sans autre détail que ce que vous acceptez."
    )
    WITHOUT_DETAIL = {True: "Partenariat à ajouter.", False: "Rien ne diffère plus de la fiche."}

    def __init__(self, contribution):
        super().__init__(contribution.partnership or Partnership())
        self.contribution = contribution

    @property
    def tables(self):
        return [Contribution, *super().tables, LocalAuthority]

    @property
    def act(self):
        return "Nouveau partenariat proposé" if self.contribution.is_new else ""

    @property
    def whole(self):
        return "Nouveau partenariat" if self.contribution.is_new else ""

    @property
    def page_label(self):
        """Until the partnership is there, its page is that of the country."""
        is_there = self.contribution.partnership
        return "Voir la page publique" if is_there else "Voir la page publique du pays"

    @property
    def outcome(self):
        """What was created, and that it is public."""
        is_there = self.contribution.is_new and self.contribution.partnership
        return f"Le partenariat {self.contribution} est dans l’Atlas." if is_there else ""

    @cached_property
    def sides(self):
        """Both authorities as they are today; (None, None) once the partnership is there."""
        return (None, None) if self.contribution.partnership else self.contribution.sides()

    @property
    def effects(self):
        lead, partner = self.sides
        if lead is None:
            return []
        sentences = ["L’accepter crée une fiche publique de l’Atlas."]
        sentences += self.twins()
        if lead.pk is None:
            sentences.append(
                f"« {lead.name} » n’est dans aucune liste officielle : l’accepter crée aussi une "
                "collectivité française hors liste, sur les pages publiques."
            )
        if partner.pk is None:
            sentences.append(
                f"« {partner.name} » est encore inconnu de l’Atlas : l’accepter crée aussi ce "
                f"partenaire.{self.resembling(partner)}"
            )
        return sentences

    def twins(self):
        """The other submissions that propose the same, as sentences."""
        for other in self.contribution.same:
            if sent := Proposal.objects.pending().about(other).first():
                on = date_format(timezone.localtime(sent.made_at), "j F Y")
                yield (
                    "Le même partenariat attend dans un autre envoi, du "
                    f"{on} ({sent.get_origin_display()}) : n’en acceptez qu’un."
                )

    def resembling(self, partner):
        """« Ressemblent : Dakar, Pikine. », or nothing."""
        standing = ForeignAuthority.objects.standing().filter(country=partner.country)
        names = [authority.name for authority in authorities_like(standing, partner.name)[:3]]
        return f" L’Atlas connaît : {', '.join(names)}." if names else ""

    @property
    def known(self):
        rows = self.same() if self.sides[0] else []
        return [
            (f"{row} ({row.kind_in_words})", reverse("space_partnership", args=[row.pk]))
            for row in rows
        ]

    def same(self):
        """The partnerships of the two authorities, whatever their kind."""
        lead, partner = self.sides
        if lead.pk is None or partner.pk is None:
            return Partnership.objects.none()
        return Partnership.objects.of_authority(lead).at([partner]).with_sides()

    @property
    def public_label(self):
        return f"{self.contribution} ({self.contribution.foreign_country})"

    def facts(self):
        """Both sides as the author named them, then the record once there is one."""
        new = self.contribution
        is_public = new.partnership and not new.partnership.is_sensitive
        lead = new.lead.told_apart if new.lead else f"{new.lead_name} (absente de la liste)"
        partner = new.partner or f"{new.partner_name} (encore inconnu de l’Atlas)"
        texts = {"Collectivité française": lead, "Partenaire": f"{partner}, {new.country}"}
        sides = [Fact(label, text, text if is_public else "") for label, text in texts.items()]
        return sides + (super().facts() if new.partnership else [])

    def read_field(self, name):
        """Nothing until a first field is accepted."""
        return super().read_field(name) if self.contribution.partnership else ""

    def write(self, changes, *, by):
        if self.contribution.partnership is None:
            self.begin(by=by, **{n: text for n, text in changes.items() if n == "kind"})
        super().write(changes, by=by)

    @property
    def author(self):
        """The post whose people propose it; None for an authority."""
        proposals = Proposal.objects.about(self.contribution).filter(origin=Proposal.Origin.POST)
        first = proposals.select_related("post").first()
        return first and first.post

    def begin(self, *, by, **values):
        """Create the partnership, unless it is there. Raises ValidationError.

        What a post proposes of itself is confirmed by who accepts it.

        Two decisions about one country wait for each other.
        """
        new = self.contribution
        Country.objects.select_for_update(no_key=True).get(pk=new.foreign_country.pk)
        self.__dict__.pop("sides", None)
        kind = values.get("kind") or new.kind
        for row in self.same():
            if not kind or row.kind in ("", kind):
                raise ValidationError(
                    f"L’Atlas connaît déjà {row} ({row.kind_in_words}) : refusez cette proposition "
                    "en le disant, et corrigez la fiche qui existe."
                )
        author = self.author
        new.begin(source=str(author or "Collectivité"), **values)
        self.target = self.contribution.partnership
        if author:
            self.target.verify(by=by.post or settings.DELEGATION_NAME)

    def accept_report(self, *, by):
        """Create the partnership without any detail."""
        if self.contribution.partnership:
            super().accept_report(by=by)
        else:
            self.begin(by=by)

    @transaction.atomic
    def hand_over(self, *, post, origin):
        """Turn it into proposals, whose author it names no more; the post reviews them (None: the
        delegation). Returns the first one.
        """
        row = self.contribution
        common = {"from_name": row.from_name, "from_email": row.from_email, "post": post}
        changes = [(name, self.read_field(name), text) for name, text in row.values.items()]
        changes = [change for change in changes if change[1] != change[2]]
        comment = row.comment or ("" if changes else self.WITHOUT_DETAIL[row.is_new])
        target, changes = row if row.is_new else row.partnership, changes or [("", "", "")]
        made = Proposal.objects.propose(target, changes, comment=comment, origin=origin, **common)
        row.confirmed_at, row.from_name, row.from_email = timezone.now(), "", ""
        row.save()
        return made[0]
