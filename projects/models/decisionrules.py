"""The rules of a decision that the base keeps, bulk writes included: see ADR 20."""

import pgtrigger

from correspondents.records.refusals import spoken

from .committees import stays_once_closed

OVER_THE_ENVELOPE = (
    "L’enveloppe de l’appel serait dépassée : baissez un montant, ou gardez une "
    "dérogation avec sa raison."
)
POST_NOT_HEARD = (
    "Pas de décision sans l’avis du poste : saisissez-le, attendez "
    "l’échéance, ou gardez une dérogation avec sa raison."
)
REPORTS_ARE_OWED = (
    "Il manque des comptes rendus de projets antérieurs de la "
    "collectivité : le dossier n’est pas recevable, sauf dérogation."
)
PARIS_DAY = "(NEW.decided_at AT TIME ZONE 'Europe/Paris')::date"
WRITTEN = (
    "committee_id",
    "application_id",
    "outcome",
    "amount",
    "currency",
    "rank",
    "reason",
    "version_id",
    "decided_at",
)


def derogates(rule):
    """SQL: somebody has recorded why this rule does not hold for the dossier."""
    return (
        "EXISTS (SELECT 1 FROM projects_derogation WHERE application_id = NEW.application_id"
        f" AND rule = '{rule}')"
    )


def decision_rule(name, func, *, declare=None, condition=None):
    """A trigger that refuses a decision; a notification moves none of what it reads."""
    options = {"condition": pgtrigger.Condition(condition)} if condition else {}
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*WRITTEN),
        declare=declare,
        func=func,
        **options,
    )


# The envelope of the decision's own currency, else the one in euros, by the rates of the call.
ENVELOPE = f"""
    SELECT call_id INTO of_call FROM projects_committee WHERE id = NEW.committee_id;
    -- Two decisions at once wait for each other: the second one sees the first.
    PERFORM 1 FROM projects_call WHERE id = of_call FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT 1 FROM projects_envelope WHERE call_id = of_call) THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(max(currency) FILTER (WHERE currency = NEW.currency), 'EUR') INTO counted_in
    FROM projects_envelope WHERE call_id = of_call;
    SELECT max(amount) INTO most FROM projects_envelope
    WHERE call_id = of_call AND currency = counted_in;
    SELECT sum(row.amount / rate.per_euro), bool_or(rate.per_euro IS NULL)
    INTO spent, is_unknown
    FROM (
        SELECT NEW.amount AS amount, NEW.currency AS currency
        UNION ALL
        SELECT other.amount, other.currency FROM projects_decision other
        JOIN projects_committee met ON met.id = other.committee_id AND met.call_id = of_call
        WHERE other.outcome = 'retained' AND other.id IS DISTINCT FROM NEW.id
    ) row
    LEFT JOIN projects_envelope own ON own.call_id = of_call AND own.currency = row.currency
    LEFT JOIN LATERAL (
        SELECT 1::numeric AS per_euro WHERE row.currency = counted_in
        UNION ALL
        SELECT per_euro FROM projects_exchangerate
        WHERE call_id = of_call AND currency = row.currency AND row.currency <> counted_in
    ) rate ON true
    WHERE coalesce(own.currency, 'EUR') = counted_in;
    IF {derogates("over_envelope")} THEN
        RETURN NEW;
    ELSIF most IS NULL OR is_unknown THEN
        {spoken("L’appel n’a ni enveloppe ni taux dans cette monnaie : donnez l’un ou l’autre.")}
    ELSIF spent > most THEN
        {spoken(OVER_THE_ENVELOPE)}
    END IF;
    RETURN NEW;
"""


RULES = [
    stays_once_closed(*WRITTEN),
    decision_rule(
        "is_taken_by_its_committee",
        f"""
                IF NOT EXISTS (
                    SELECT 1 FROM projects_committee committee
                    JOIN projects_application dossier ON dossier.call_id = committee.call_id
                    WHERE committee.id = NEW.committee_id AND dossier.id = NEW.application_id)
                THEN {spoken("Un comité décide des dossiers de son appel.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_committee
                           WHERE id = NEW.committee_id AND held_on > {PARIS_DAY})
                THEN {spoken("Le comité ne s’est pas encore réuni : il n’a rien décidé.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_committee committee
                           JOIN projects_call call ON call.id = committee.call_id
                           WHERE committee.id = NEW.committee_id
                               AND call.cancelled_on IS NOT NULL)
                THEN {spoken("L’appel est annulé : il n’y a plus rien à décider.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_application
                           WHERE id = NEW.application_id AND withdrawn_on IS NOT NULL)
                THEN {spoken("Ce dossier a été retiré : il n’y a plus à décider.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_decision
                           WHERE application_id = NEW.application_id
                               AND id IS DISTINCT FROM NEW.id
                               AND outcome IN ('retained', 'rejected'))
                THEN {spoken("Un autre comité a déjà retenu ou refusé ce dossier.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_applicationversion
                           WHERE id = NEW.version_id AND application_id <> NEW.application_id)
                THEN {spoken("Une décision porte sur une version de son dossier.")}
                END IF;
                RETURN NEW;
                """,
    ),
    decision_rule(
        # The rule of the founding text: the post is heard before the selection.
        "waits_for_the_posts",
        f"""
                IF NOT {derogates("without_opinion")} AND (
                    NOT EXISTS (SELECT 1 FROM projects_opinionrequest
                                WHERE application_id = NEW.application_id
                                    AND revoked_at IS NULL)
                    OR EXISTS (
                        SELECT 1 FROM projects_opinionrequest asked
                        JOIN projects_opinionbatch batch ON batch.id = asked.batch_id
                        WHERE asked.application_id = NEW.application_id
                            AND asked.revoked_at IS NULL AND batch.due_on >= {PARIS_DAY}
                            AND NOT EXISTS (SELECT 1 FROM projects_opinion
                                            WHERE request_id = asked.id
                                                AND validated_at IS NOT NULL)))
                THEN {spoken(POST_NOT_HEARD)}
                END IF;
                RETURN NEW;
                """,
    ),
    decision_rule(
        "fits_the_envelope",
        ENVELOPE,
        condition="NEW.outcome = 'retained'",
        declare=[
            ("of_call", "bigint"),
            ("counted_in", "text"),
            ("most", "numeric"),
            ("spent", "numeric"),
            ("is_unknown", "boolean"),
        ],
    ),
    decision_rule(
        "asks_no_more_than_the_dossier",
        f"""
                IF EXISTS (SELECT 1 FROM projects_application
                           WHERE id = NEW.application_id AND currency = NEW.currency
                               AND requested < NEW.amount)
                THEN {spoken("Un dossier n’est pas retenu pour plus que ce qu’il demande.")}
                END IF;
                RETURN NEW;
                """,
        condition="NEW.amount IS NOT NULL",
    ),
    decision_rule(
        "follows_the_former_reports",
        f"""
                IF NOT {derogates("missing_reports")} AND EXISTS (
                    SELECT 1 FROM projects_application mine
                    JOIN projects_application former ON former.lead_id = mine.lead_id
                        AND former.id <> mine.id
                    JOIN projects_decision of_former ON of_former.application_id = former.id
                    JOIN projects_grant subsidy ON subsidy.decision_id = of_former.id
                        AND subsidy.abandoned_on IS NULL
                    JOIN projects_report report ON report.grant_id = subsidy.id
                        AND report.due_on < {PARIS_DAY}
                        AND (report.technical_on IS NULL OR report.financial_on IS NULL)
                    WHERE mine.id = NEW.application_id AND NOT EXISTS (
                        SELECT 1 FROM projects_derogation
                        WHERE report_id = report.id AND until >= {PARIS_DAY}))
                THEN {spoken(REPORTS_ARE_OWED)}
                END IF;
                RETURN NEW;
                """,
        condition="NEW.outcome = 'retained'",
    ),
]
