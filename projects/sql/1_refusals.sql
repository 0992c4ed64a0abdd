-- How a rule of the base refuses: with a French sentence, under the code that
-- `correspondents/records/refusals.py` gives back to people as it is.

CREATE OR REPLACE FUNCTION projects_refuse(sentence text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = sentence, ERRCODE = '23D01';
END
$$;

CREATE OR REPLACE FUNCTION projects_has_derogation(dossier bigint, its_rule text)
RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM projects_derogation
        WHERE application_id = dossier AND rule = its_rule
    )
$$;
