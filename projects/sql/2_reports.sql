-- Reports that beneficiaries owe, and the instalments that wait for them.

-- The reports that have not come whole, of grants that go on. A report that is accepted in part
-- until a day is not awaited before that day has passed.
CREATE OR REPLACE FUNCTION projects_awaited_reports(day date) RETURNS SETOF projects_report
LANGUAGE sql STABLE AS $$
    SELECT report.*
    FROM projects_report report
    JOIN projects_grant subsidy ON subsidy.id = report.grant_id
    WHERE subsidy.abandoned_on IS NULL
        AND (report.technical_on IS NULL OR report.financial_on IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM projects_derogation
            WHERE report_id = report.id AND until >= day
        )
$$;

-- The awaited reports whose day has passed.
CREATE OR REPLACE FUNCTION projects_missing_reports(day date) RETURNS SETOF projects_report
LANGUAGE sql STABLE AS $$
    SELECT * FROM projects_awaited_reports(day) awaited WHERE awaited.due_on < day
$$;

-- The reports that the lead of a dossier owes for its other dossiers, the oldest first.
CREATE OR REPLACE FUNCTION projects_owed_reports(dossier bigint, day date)
RETURNS TABLE ("number" text, stage text, "rank" integer, due_on date)
LANGUAGE sql STABLE AS $$
    SELECT subsidy.number, report.stage, report.number, report.due_on
    FROM projects_application mine
    JOIN projects_application former ON former.lead_id = mine.lead_id AND former.id <> mine.id
    JOIN projects_decision decision ON decision.application_id = former.id
    JOIN projects_grant subsidy ON subsidy.decision_id = decision.id
    JOIN projects_missing_reports(day) report ON report.grant_id = subsidy.id
    WHERE mine.id = dossier
    ORDER BY report.due_on, report.id
$$;

-- Whether an instalment still waits for its report on a day: the report is not accepted, and no
-- derogation says why the instalment is paid all the same.
CREATE OR REPLACE FUNCTION projects_waits_for_its_report(
    instalment bigint, its_report bigint, day date
) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM projects_report WHERE id = its_report AND accepted_at IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM projects_derogation
            WHERE instalment_id = instalment OR (report_id = its_report AND until >= day)
        )
$$;

-- Whether a decision may be followed by a grant: it retains its dossier, in settled minutes.
CREATE OR REPLACE FUNCTION projects_may_be_granted(decision bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM projects_decision retained
        JOIN projects_committee committee ON committee.id = retained.committee_id
        WHERE retained.id = decision
            AND retained.outcome = 'retained'
            AND committee.closed_at IS NOT NULL
    )
$$;
