-- What the base asks of a decision (docs/adr/0020): `projects_check_decision` is called by the
-- trigger of the table, the others answer one question each, to it and to the pages.

-- Whether a post has still to be heard on a day: nobody was asked, or an opinion that was asked
-- for has not come and its deadline, that day included, has not passed.
CREATE OR REPLACE FUNCTION projects_waits_for_posts(dossier bigint, day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce(bool_or(
        batch.due_on >= day AND NOT EXISTS (
            SELECT 1 FROM projects_opinion
            WHERE request_id = request.id AND validated_at IS NOT NULL
        )
    ), true)
    FROM projects_opinionrequest request
    JOIN projects_opinionbatch batch ON batch.id = request.batch_id
    WHERE request.application_id = dossier AND request.revoked_at IS NULL
$$;

-- The currency of the envelope that an amount is taken from: its own if it has one, else euros.
CREATE OR REPLACE FUNCTION projects_envelope_of(of_call bigint, currency text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT own.currency FROM projects_envelope own
        WHERE own.call_id = of_call AND own.currency = projects_envelope_of.currency
    ), 'EUR')
$$;

-- Each envelope of a call and what is taken from it, by the rates of the call; `spent` is null
-- when a rate is missing. `written` is a decision that is being written: it counts as it will be.
CREATE OR REPLACE FUNCTION projects_balance(
    of_call bigint, written projects_decision DEFAULT NULL
) RETURNS TABLE (currency text, amount numeric, spent numeric)
LANGUAGE sql STABLE AS $$
    WITH taken AS (
        SELECT decision.amount, decision.currency
        FROM projects_decision decision
        JOIN projects_committee committee ON committee.id = decision.committee_id
        WHERE committee.call_id = of_call
            AND decision.outcome = 'retained'
            AND decision.id IS DISTINCT FROM (written).id
        UNION ALL
        SELECT (written).amount, (written).currency WHERE (written).outcome = 'retained'
    )
    SELECT
        envelope.currency,
        envelope.amount,
        CASE
            WHEN bool_or(taken.amount IS NOT NULL AND rate.per_euro IS NULL) THEN NULL
            ELSE coalesce(sum(taken.amount / rate.per_euro), 0)
        END
    FROM projects_envelope envelope
    LEFT JOIN taken ON projects_envelope_of(of_call, taken.currency) = envelope.currency
    LEFT JOIN LATERAL (
        SELECT 1::numeric AS per_euro WHERE taken.currency = envelope.currency
        UNION ALL
        SELECT exchange.per_euro FROM projects_exchangerate exchange
        WHERE exchange.call_id = of_call
            AND exchange.currency = taken.currency
            AND taken.currency <> envelope.currency
    ) rate ON true
    WHERE envelope.call_id = of_call
    GROUP BY envelope.currency, envelope.amount
    ORDER BY envelope.currency
$$;

-- A retained amount stays within the envelope of its call.
CREATE OR REPLACE FUNCTION projects_check_envelope(decision projects_decision, of_call bigint)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    is_within boolean;
BEGIN
    -- Two decisions at once wait for each other: the second one sees the first.
    PERFORM 1 FROM projects_call WHERE id = of_call FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT 1 FROM projects_envelope WHERE call_id = of_call)
        OR projects_has_derogation(decision.application_id, 'over_envelope')
    THEN
        RETURN;
    END IF;
    SELECT balance.spent <= balance.amount INTO is_within
    FROM projects_balance(of_call, decision) balance
    WHERE balance.currency = projects_envelope_of(of_call, decision.currency);
    IF is_within IS NULL THEN
        PERFORM projects_refuse(
            'L’appel n’a ni enveloppe ni taux dans cette monnaie : donnez l’un ou l’autre.'
        );
    ELSIF NOT is_within THEN
        PERFORM projects_refuse(
            'L’enveloppe de l’appel serait dépassée : baissez un montant, ou gardez une '
            'dérogation avec sa raison.'
        );
    END IF;
END
$$;

-- Every rule of a decision that is being written.
CREATE OR REPLACE FUNCTION projects_check_decision(decision projects_decision) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    day date := (decision.decided_at AT TIME ZONE 'Europe/Paris')::date;
    committee projects_committee;
    dossier projects_application;
BEGIN
    SELECT * INTO committee FROM projects_committee WHERE id = decision.committee_id;
    SELECT * INTO dossier FROM projects_application WHERE id = decision.application_id;
    IF dossier.currency = decision.currency AND dossier.requested < decision.amount THEN
        PERFORM projects_refuse(
            'Un dossier n’est pas retenu pour plus que ce qu’il demande.'
        );
    END IF;
    IF decision.outcome = 'retained' THEN
        PERFORM projects_check_envelope(decision, committee.call_id);
        IF EXISTS (SELECT 1 FROM projects_owed_reports(dossier.id, day))
            AND NOT projects_has_derogation(dossier.id, 'missing_reports')
        THEN
            PERFORM projects_refuse(
                'Il manque des comptes rendus de projets antérieurs de la collectivité : le '
                'dossier n’est pas recevable, sauf dérogation.'
            );
        END IF;
    END IF;
    IF dossier.call_id IS DISTINCT FROM committee.call_id THEN
        PERFORM projects_refuse('Un comité décide des dossiers de son appel.');
    END IF;
    IF committee.held_on > day THEN
        PERFORM projects_refuse('Le comité ne s’est pas encore réuni : il n’a rien décidé.');
    END IF;
    IF EXISTS (
        SELECT 1 FROM projects_call WHERE id = committee.call_id AND cancelled_on IS NOT NULL
    ) THEN
        PERFORM projects_refuse('L’appel est annulé : il n’y a plus rien à décider.');
    END IF;
    IF dossier.withdrawn_on IS NOT NULL THEN
        PERFORM projects_refuse('Ce dossier a été retiré : il n’y a plus à décider.');
    END IF;
    IF EXISTS (
        SELECT 1 FROM projects_decision other
        WHERE other.application_id = dossier.id
            AND other.id IS DISTINCT FROM decision.id
            AND other.outcome IN ('retained', 'rejected')
    ) THEN
        PERFORM projects_refuse('Un autre comité a déjà retenu ou refusé ce dossier.');
    END IF;
    IF EXISTS (
        SELECT 1 FROM projects_applicationversion
        WHERE id = decision.version_id AND application_id <> dossier.id
    ) THEN
        PERFORM projects_refuse('Une décision porte sur une version de son dossier.');
    END IF;
    -- The rule of the founding text: the post is heard before the selection.
    IF projects_waits_for_posts(dossier.id, day)
        AND NOT projects_has_derogation(dossier.id, 'without_opinion')
    THEN
        PERFORM projects_refuse(
            'Pas de décision sans l’avis du poste : saisissez-le, attendez l’échéance, ou '
            'gardez une dérogation avec sa raison.'
        );
    END IF;
END
$$;
