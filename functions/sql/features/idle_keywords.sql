-- Keywords that say nothing of what a game is like: about shops and production, content warnings, trivia.
WITH keywords AS (
  SELECT DISTINCT tag_id, name, CONCAT(' ', LOWER(name), ' ') AS spaced_name
  FROM game_tags
  WHERE kind = 'keyword'
)
SELECT DISTINCT keywords.tag_id, keywords.name
FROM keywords
JOIN idle_keyword_patterns ON keywords.spaced_name LIKE idle_keyword_patterns.pattern
