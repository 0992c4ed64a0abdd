"""What seven languages call a bay or a river is one word of a region's name."""

from django.db import migrations

# The function of `correspondents/sql/` as it stands here; a later migration replaces it if it
# changes.
FUNCTION = r"""
-- The words of a region's name without links, then its directions, said in one way: « flandre est »
-- for « Flandre orientale » and « Est de la Flandre ». What seven languages call a bay or a river is
-- said in French, a plural is no other word, and « Westfjords » is two. Islands are left out, unless
-- nothing but such words would be left: « ile baie ».
CREATE OR REPLACE FUNCTION finder_words_of_region(normalised text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    WITH typed AS (
        SELECT coalesce(word_said.usual, regexp_replace(word, '(?<=.{4})s$', '')) AS word,
            word_said.rank, place
        FROM unnest(string_to_array(
            regexp_replace(normalised, '\m(north|south|east|west)(?=[a-z]{4})', '\1 ', 'g'), ' '
        )) WITH ORDINALITY AS words (word, place)
        LEFT JOIN (
            VALUES
                (2, 'est', '{est,oriental,orientale,orientales,orientaux,east,eastern,este,ost,oost,
                    timur}'),
                (2, 'ouest', '{ouest,occidental,occidentale,occidentales,occidentaux,west,western,
                    oeste,barat}'),
                (2, 'nord', '{nord,septentrional,septentrionale,north,northern,norte,noord,utara}'),
                (2, 'sud', '{sud,meridional,meridionale,south,southern,sur,sul,zuid,selatan}'),
                (2, 'centre', '{centre,central,centrale,centro,tengah}'),
                (2, 'haut', '{haut,haute,superieur,superieure,upper}'),
                (2, 'bas', '{bas,basse,inferieur,inferieure,lower}'),
                (2, 'neuf', '{nouveau,nouvelle,nouvel,new,nueva,nuevo}'),
                (2, 'st', '{st,saint,sainte}'),
                (1, 'baie', '{baie,baies,bay,bahia,baia}'),
                (1, 'cap', '{cap,cape,cabo}'),
                (1, 'cote', '{cote,coast,costa}'),
                (1, 'fjord', '{fjord,fjords}'),
                (1, 'golfe', '{golfe,gulf,golfo}'),
                (1, 'lac', '{lac,lacs,lake,lakes,lago}'),
                (1, 'mont', '{mont,monts,mount,montagne,montagnes,mountains,monte}'),
                (1, 'peninsule', '{peninsule,peninsula,penisola}'),
                (1, 'rive', '{rive,bank}'),
                (1, 'riviere', '{riviere,rivieres,river,rivers,rio}'),
                (1, 'vallee', '{vallee,valley,valle}'),
                (0, 'ile', '{ile,iles,island,islands,isla,islas,ilha,ilhas,isola,isole}')
        ) AS word_said (rank, usual, said) ON word = ANY(said::text[])
        WHERE word <> ALL('{a,al,and,comte,d,da,de,del,departement,des,di,district,do,dos,du,el,et,
            etat,l,la,las,le,les,los,o,of,province,region,the,y}')
    )
    SELECT coalesce(
        string_agg(word, ' ' ORDER BY (CASE WHEN rank > 0 THEN word END) NULLS FIRST, place)
            FILTER (WHERE rank IS DISTINCT FROM 0 OR NOT has_own),
        ''
    )
    FROM typed, (SELECT bool_or(rank IS NULL OR rank = 2) AS has_own FROM typed) AS whole
$$;
"""
INDEX = "SELECT finder_index('region', NULL)"


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0036_phone_of_six_digits")]

    operations = [
        migrations.RunSQL([FUNCTION, INDEX], migrations.RunSQL.noop),
    ]
