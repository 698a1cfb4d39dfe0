-- Defines the GoogleSQL functions that this folder uses and DuckDB lacks or spells differently.
SET TimeZone = 'UTC';
SET default_null_order = 'nulls_first_on_asc_last_on_desc';
SET preserve_insertion_order = false;
CREATE TYPE IF NOT EXISTS FLOAT64 AS DOUBLE;
CREATE TYPE IF NOT EXISTS INT64 AS BIGINT;

CREATE OR REPLACE MACRO SAFE_DIVIDE(a, b) AS CASE WHEN b = 0 THEN NULL ELSE CAST(a AS DOUBLE) / b END;
CREATE OR REPLACE MACRO DIV(a, b) AS a // b;
-- GoogleSQL: NULL if any argument is NULL; DuckDB's own ignore NULLs.
CREATE OR REPLACE MACRO GREATEST(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a >= b THEN a ELSE b END;
CREATE OR REPLACE MACRO LEAST(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a <= b THEN a ELSE b END;

CREATE OR REPLACE MACRO REGEXP_CONTAINS(s, r) AS regexp_matches(s, r);
CREATE OR REPLACE MACRO REGEXP_REPLACE(s, r, t) AS system.main.regexp_replace(s, r, t, 'g');
CREATE OR REPLACE MACRO REGEXP_EXTRACT_ALL(s, r) AS system.main.regexp_extract_all(s, r, CASE WHEN contains(r, '(') THEN 1 ELSE 0 END);
CREATE OR REPLACE MACRO SPLIT(s, d) AS string_split(s, d);
CREATE OR REPLACE MACRO NORMALIZE_AND_CASEFOLD(s) AS lower(nfc_normalize(s));

-- a[SAFE_OFFSET(i)]: DuckDB counts from 1 and answers NULL outside already.
CREATE OR REPLACE MACRO SAFE_OFFSET(i) AS i + 1;

CREATE OR REPLACE MACRO CURRENT_TIMESTAMP() AS get_current_timestamp();
CREATE OR REPLACE MACRO TIMESTAMP_SECONDS(x) AS make_timestamptz(CAST(x AS BIGINT) * 1000000);
CREATE OR REPLACE MACRO UNIX_SECONDS(t) AS CAST(floor(epoch_us(t) / 1000000) AS BIGINT);
CREATE OR REPLACE MACRO TIMESTAMP(x) AS CAST(x AS TIMESTAMPTZ);

-- Every JSON function keeps the documents of a whole batch of rows in memory, so the long text passes through only one.
CREATE OR REPLACE MACRO JSON_VALUE(j, p) AS CASE WHEN substr(json_extract(j, p), 1, 1) NOT IN ('{', '[') THEN json_extract_string(json_extract(j, p), '$') END;
CREATE OR REPLACE MACRO JSON_QUERY(j, p) AS json_extract(j, p);
CREATE OR REPLACE MACRO JSON_QUERY_ARRAY(j, p) AS CASE WHEN substr(json_extract(j, p), 1, 1) = '[' THEN json_extract(json_extract(j, p), '$[*]') END;
CREATE OR REPLACE MACRO TO_JSON_STRING(x) AS CAST(to_json(x) AS VARCHAR);
