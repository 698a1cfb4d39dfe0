-- The numbers of tags in a release. Tags without a name and idle keywords are left out.
SELECT
  ROW_NUMBER() OVER (ORDER BY game_tags.kind, MAX(game_tags.name), game_tags.tag_id) - 1 AS tag,
  game_tags.kind,
  game_tags.tag_id,
  MAX(game_tags.name) AS name
FROM game_tags
LEFT JOIN idle_keywords ON idle_keywords.tag_id = game_tags.tag_id AND game_tags.kind = 'keyword'
WHERE game_tags.name IS NOT NULL AND idle_keywords.tag_id IS NULL
GROUP BY game_tags.kind, game_tags.tag_id
