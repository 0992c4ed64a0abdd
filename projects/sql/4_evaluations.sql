-- The criteria of the OECD that an evaluation says nothing of, in words; null when it says
-- something of each. `criteria` is the list of them: {"relevance": "pertinence", …}.
CREATE OR REPLACE FUNCTION projects_lacking_criteria(evaluation bigint, criteria text)
RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(criterion.value, ', ' ORDER BY criterion.ordinality)
    FROM json_each_text(criteria::json) WITH ORDINALITY AS criterion (key, value, ordinality)
    WHERE NOT EXISTS (
        SELECT 1 FROM projects_evaluationmark mark
        WHERE mark.evaluation_id = evaluation
            AND mark.criterion = criterion.key
            AND mark.mark IS NOT NULL
            AND mark.text <> ''
    )
$$;
