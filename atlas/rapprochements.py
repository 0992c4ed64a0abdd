"""Propose foreign authorities that are probably one; a person decides."""

from django.db import connection

from .models import ForeignAuthority, ForeignName, Partnership, Rapprochement

LIKE = 0.6  # trigram similarity of names that resemble each other
LIKE_NEARBY = 0.3  # the same, of two points that are side by side
NEAR_KM, FAR_KM = 3, 50  # side by side; too far apart to be one, whatever the names
LETTERS = 4  # of a name that abridges another: Ouaga

# Every name of a country against every other, once a night: 2,700 authorities of one country take
# 2 s with their points, 9 s without. What tells two of them apart (level, place) spares the rest.
PROPOSE = """
WITH standing AS (
    SELECT * FROM {authorities} a WHERE NOT EXISTS (
        SELECT FROM {rapprochements} r WHERE r.merged_id = a.id AND r.state = 'merged')
), named AS MATERIALIZED (
    SELECT id, name_norm AS name FROM standing
    UNION SELECT n.authority_id, n.name_norm FROM {names} n JOIN standing s ON s.id = n.authority_id
), pairs AS MATERIALIZED (
    SELECT a.id AS one, b.id AS other, 111.2 * sqrt(
        (a.latitude - b.latitude) ^ 2
        + ((a.longitude - b.longitude) * cos(radians(a.latitude))) ^ 2) AS km
    FROM standing a JOIN standing b ON a.country_id = b.country_id AND a.id < b.id
    WHERE (a.level = b.level OR 'unknown' IN (a.level, b.level))
        AND a.parent_id IS DISTINCT FROM b.id AND b.parent_id IS DISTINCT FROM a.id
        AND NOT EXISTS (
            SELECT FROM {rapprochements} r
            WHERE least(r.kept_id, r.merged_id) = a.id AND greatest(r.kept_id, r.merged_id) = b.id)
), compared AS MATERIALIZED (
    SELECT one, other, km, similarity(x.name, y.name) AS likeness, x.name = y.name AS same,
        least(length(x.name), length(y.name)) >= %(letters)s
            AND (starts_with(x.name, y.name) OR starts_with(y.name, x.name)) AS abridged
    FROM pairs JOIN named x ON x.id = one JOIN named y ON y.id = other
    WHERE km IS NULL OR km <= %(far)s
), matches AS (
    SELECT one, other, max(likeness) AS likeness, CASE
        WHEN bool_or(same) THEN 'même nom'
        WHEN bool_or(abridged) THEN 'un nom est le début de l’autre'
        WHEN max(likeness) >= %(like)s THEN 'noms qui se ressemblent'
        ELSE 'au même endroit, noms voisins' END AS reason
    FROM compared
    WHERE same OR abridged OR likeness >= %(like)s OR km <= %(near)s AND likeness >= %(like_nearby)s
    GROUP BY one, other
), counted AS (
    SELECT matches.*, (SELECT count(*) FROM {partnerships} p WHERE p.partner_id = other)
        > (SELECT count(*) FROM {partnerships} p WHERE p.partner_id = one) AS other_is_known_better
    FROM matches
)
INSERT INTO {rapprochements} (kept_id, merged_id, reason, likeness, state, moved, proposed_at)
SELECT CASE WHEN other_is_known_better THEN other ELSE one END,
    CASE WHEN other_is_known_better THEN one ELSE other END,
    reason, likeness, 'pending', '{{}}', now()
FROM counted
ON CONFLICT DO NOTHING
"""


def propose() -> int:
    """Propose the pairs of one country that resemble each other; returns how many are new.

    Never a pair that was proposed or decided before, nor two whose levels differ, of which one
    contains the other, or that stand far apart. Nothing is merged.
    """
    tables = {
        "authorities": ForeignAuthority,
        "names": ForeignName,
        "partnerships": Partnership,
        "rapprochements": Rapprochement,
    }
    sql = PROPOSE.format(**{word: model._meta.db_table for word, model in tables.items()})
    values = {"letters": LETTERS, "like": LIKE, "like_nearby": LIKE_NEARBY}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "near": NEAR_KM, "far": FAR_KM})
        return cursor.rowcount
