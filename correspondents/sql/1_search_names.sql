-- The index of names. Each kind has a function that gives its names from their sources: for the
-- keys given, or all of them for NULL. After each statement that writes a source, those of its keys
-- are taken out and put in again: neither COPY nor a bulk write can forget the index.

CREATE OR REPLACE FUNCTION finder_names_of_country(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT 'country', iso2, name_norm, name, name, '', iso2, 0, 'fr', true, false, true
    FROM correspondents_country
    WHERE keys IS NULL OR iso2 = ANY(keys)
    UNION ALL
    SELECT 'country', iso2, a.name_norm, a.name, c.name, '', iso2, 0, a.language, false, false,
        a.shown
    FROM correspondents_countryalias a JOIN correspondents_country c ON c.iso2 = a.country_id
    WHERE keys IS NULL OR iso2 = ANY(keys)
$$;

CREATE OR REPLACE FUNCTION finder_names_of_entity(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT 'entity', id::text, name_norm, name, name, '', NULL, 0, 'fr', true, false, true
    FROM correspondents_unrecognisedentity
    WHERE keys IS NULL OR id = ANY(keys::bigint[])
$$;

-- A post by its city, the capital's before a guest. No country is said beside some cities. Its size
-- is the order of the posts of one city. Its name with its cities is searched by words.
CREATE OR REPLACE FUNCTION finder_names_of_post(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT 'post', post.id::text, names.text, names.name, post.name, slug,
        CASE WHEN country_is_shown THEN country_id END,
        array_position(
            '{representation,office,embassy,consulate_general,antenna}', post.kind::text
        ),
        names.language, names.language = 'fr', norm_fr(country.capital) = city_norm, names.language <> ''
    FROM correspondents_post post
    JOIN correspondents_country country ON country.iso2 = country_id,
    LATERAL (
        VALUES (city_norm, city, 'fr'), (city_en_norm, city_en, 'en'), (post.name_norm, post.name, '')
    ) AS names (text, name, language)
    WHERE (keys IS NULL OR post.id = ANY(keys::bigint[])) AND names.text <> ''
$$;

-- The parts of countries that a post serves, « Québec »: whether it still does is asked of its
-- competences.
CREATE OR REPLACE FUNCTION finder_names_of_scope(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT 'scope', post.id::text, scope_norm, scope, post.name, slug, coverage.country_id,
        0, 'fr', true, false, true
    FROM correspondents_coverage coverage
    JOIN correspondents_post post ON post.id = coverage.post_id
    WHERE (keys IS NULL OR post.id = ANY(keys::bigint[])) AND scope_norm <> ''
$$;

CREATE OR REPLACE FUNCTION finder_names_of_word(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT 'word', id::text, name_norm, name, label, address, NULL, 0, 'fr', true, false, true
    FROM correspondents_searchword
    WHERE keys IS NULL OR id = ANY(keys::bigint[])
$$;

CREATE OR REPLACE FUNCTION finder_names_of_town(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT 'town', place_id::text, name_norm, named.name, place.name, 'ville', country_id,
        population, '', is_main, is_capital, true
    FROM correspondents_placename named
    JOIN correspondents_place place ON geonames_id = place_id
    WHERE (keys IS NULL OR place_id = ANY(keys::integer[])) AND name_norm <> ''
$$;

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

CREATE OR REPLACE FUNCTION finder_names_of_region(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    WITH named AS (
        SELECT code, name_norm, named.name, region.name AS main, region.kind, country_id,
            region.size, is_main
        FROM correspondents_subdivisionname named
        JOIN correspondents_subdivision region ON code = subdivision_id
        WHERE (keys IS NULL OR code = ANY(keys)) AND name_norm <> ''
    )
    SELECT 'region', code, name_norm, name, main, kind, country_id, size, '', is_main, false, true
    FROM named
    UNION
    SELECT 'region', code, finder_words_of_region(name_norm), main, main, kind, country_id, size,
        '', false, false, false
    FROM named
    WHERE finder_words_of_region(name_norm) NOT IN (name_norm, '')
$$;

-- Puts the names of some keys of a kind into the index again, of all of them for NULL.
CREATE OR REPLACE FUNCTION finder_index(its_kind text, keys text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM correspondents_searchname
    WHERE kind = its_kind AND (keys IS NULL OR key = ANY(keys));
    EXECUTE format(
        'INSERT INTO correspondents_searchname (kind, key, text, name, main, detail, country_code,'
        ' size, language, is_main, is_capital, is_shown) SELECT * FROM %I($1)',
        'finder_names_of_' || its_kind
    ) USING keys;
END
$$;

-- The trigger of a source: its kind, and the column that holds the key; without one, all of the
-- kind is put in again.
CREATE OR REPLACE FUNCTION finder_on_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keys text[] := '{}';
    changed text[];
    transition text;
BEGIN
    IF TG_ARGV[1] = '' THEN
        PERFORM finder_index(TG_ARGV[0], NULL);
        RETURN NULL;
    END IF;
    FOREACH transition IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN '{new_rows}'::text[]
        WHEN 'DELETE' THEN '{old_rows}'::text[]
        ELSE '{old_rows,new_rows}'::text[]
    END LOOP
        EXECUTE format('SELECT array_agg(DISTINCT %I::text) FROM %I', TG_ARGV[1], transition)
        INTO changed;
        keys := keys || changed;
    END LOOP;
    IF cardinality(keys) > 0 THEN
        PERFORM finder_index(TG_ARGV[0], keys);
    END IF;
    RETURN NULL;
END
$$;

-- Makes the triggers by which a source keeps the names of a kind.
CREATE OR REPLACE FUNCTION finder_watch(source text, its_kind text, its_key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    event text;
    transition text;
BEGIN
    FOR event, transition IN VALUES
        ('insert', 'NEW TABLE AS new_rows'),
        ('update', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'),
        ('delete', 'OLD TABLE AS old_rows')
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER finder_%s_%s AFTER %s ON %I REFERENCING %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION finder_on_change(%L, %L)',
            its_kind, event, event, source, transition, its_kind, its_key
        );
    END LOOP;
END
$$;

-- The names that look most like a text, or like its words as those of a region: so many
-- trigrams in common, at least.
CREATE OR REPLACE FUNCTION finder_near(typed text, alike real) RETURNS SETOF bigint
LANGUAGE plpgsql AS $$
DECLARE
    usual text := current_setting('pg_trgm.similarity_threshold');
    words text := finder_words_of_region(typed);
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', alike::text, true);
    IF words = typed THEN  -- each name is compared once
        RETURN QUERY
            SELECT id FROM correspondents_searchname
            WHERE text % typed AND kind IN ('town', 'region', 'authority')
            ORDER BY similarity(text, typed) DESC, id
            LIMIT 150;
    ELSE
        RETURN QUERY
            SELECT id FROM correspondents_searchname
            WHERE (text % typed OR text % words) AND kind IN ('town', 'region', 'authority')
            ORDER BY greatest(similarity(text, typed), similarity(text, words)) DESC, id
            LIMIT 150;
    END IF;
    PERFORM set_config('pg_trgm.similarity_threshold', usual, true);
END
$$;
