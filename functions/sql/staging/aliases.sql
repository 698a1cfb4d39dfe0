-- Other names that people search for: alternative names, names in a region, and titles of editions; with the language where
-- IGDB tells it.
WITH
lists AS (
  SELECT game_id, JSON_QUERY_ARRAY(alternative_names, '$') AS items
  FROM records
  UNION ALL
  SELECT game_id, JSON_QUERY_ARRAY(game_localizations, '$') AS items
  FROM records
),
items AS (
  SELECT lists.game_id, lists.items[SAFE_OFFSET(positions.position)] AS item
  FROM lists
  JOIN positions ON positions.position < ARRAY_LENGTH(lists.items)
),
names AS (
  SELECT
    game_id,
    JSON_VALUE(item, '$.name') AS alias,
    LOWER(JSON_VALUE(item, '$.comment')) AS comment,
    JSON_VALUE(item, '$.region.identifier') AS region
  FROM items
  UNION ALL
  SELECT game_id, CONCAT(name, ' ', version_title) AS alias, CAST(NULL AS STRING) AS comment, CAST(NULL AS STRING) AS region
  FROM games
  WHERE version_title IS NOT NULL
),
-- "Japanese title", but not "Japanese title - romanization" or "Japanese title - literal translation".
commented AS (
  SELECT
    game_id,
    alias,
    region,
    CASE
      WHEN NOT REGEXP_CONTAINS(comment, 'roma|pinyin|translit|translat|literal')
        THEN REGEXP_EXTRACT(comment, '^[a-z]+')
    END AS language_name
  FROM names
  WHERE alias IS NOT NULL AND alias <> ''
)
SELECT
  commented.game_id,
  commented.alias,
  MIN(
    CASE
      WHEN REGEXP_CONTAINS(commented.region, '^[a-z][a-z]-') THEN SUBSTR(commented.region, 1, 2)
      ELSE alias_languages.language
    END
  ) AS language
FROM commented
LEFT JOIN alias_languages ON alias_languages.language_name = commented.language_name
GROUP BY commented.game_id, commented.alias
