-- Other names that people search for: the alternative names in the record, and titles of editions.
WITH
lists AS (
  SELECT game_id, JSON_QUERY_ARRAY(alternative_names, '$') AS items
  FROM records
),
names AS (
  SELECT lists.game_id, JSON_VALUE(lists.items[SAFE_OFFSET(positions.position)], '$.name') AS alias
  FROM lists
  JOIN positions ON positions.position < ARRAY_LENGTH(lists.items)
  UNION ALL
  SELECT game_id, CONCAT(name, ' ', version_title)
  FROM games
  WHERE version_title IS NOT NULL
)
SELECT DISTINCT game_id, alias
FROM names
WHERE alias IS NOT NULL AND alias <> ''
