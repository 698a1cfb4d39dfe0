-- What games can have in common. Rare features weigh more than common ones.
WITH
counted AS (
  SELECT game_tags.kind, CAST(game_tags.tag_id AS STRING) AS key, MAX(game_tags.name) AS name, COUNT(*) AS games
  FROM game_tags
  JOIN games ON games.game_id = game_tags.game_id
  LEFT JOIN idle_keywords ON idle_keywords.tag_id = game_tags.tag_id AND game_tags.kind = 'keyword'
  WHERE games.canonical_id = games.game_id AND game_tags.name IS NOT NULL AND idle_keywords.tag_id IS NULL
  GROUP BY game_tags.kind, game_tags.tag_id
  UNION ALL
  SELECT 'word', game_words.word, game_words.word, COUNT(*)
  FROM game_words
  LEFT JOIN stop_words ON stop_words.word = game_words.word
  WHERE stop_words.word IS NULL
  GROUP BY game_words.word
  UNION ALL
  SELECT 'concept', concepts.concept, concepts.concept, SUM(concepts.games)
  FROM (
    SELECT concept, COUNT(*) AS games
    FROM game_concepts
    GROUP BY concept
    UNION ALL
    -- Those that no phrase speaks of, only what was learned.
    SELECT learned_concepts.concept, COUNT(*)
    FROM learned_concepts
    LEFT JOIN concept_phrases ON concept_phrases.concept = learned_concepts.concept
    WHERE concept_phrases.concept IS NULL
    GROUP BY learned_concepts.concept
  ) AS concepts
  GROUP BY concepts.concept
),
kept AS (
  SELECT counted.kind, counted.key, counted.name, counted.games, feature_kinds.vocabulary
  FROM counted
  JOIN feature_kinds ON feature_kinds.kind = counted.kind
  -- A feature of one game matches nothing. An open feature that more than 2,000 games share says little, and the join of games
  -- that share a feature would grow with the square of the catalogue. Concepts are kept: vectors.sql limits their games.
  WHERE counted.games >= 2
    AND (feature_kinds.vocabulary = 'closed' OR counted.kind = 'concept' OR counted.games <= 2000)
),
total AS (
  SELECT COUNT(*) AS games FROM games WHERE canonical_id = game_id
)
SELECT
  ROW_NUMBER() OVER (ORDER BY kept.kind, kept.key) - 1 AS feature_id,
  kept.kind,
  kept.vocabulary,
  kept.key,
  kept.name,
  kept.games,
  -- Concepts are found by hints. The rarer a concept, the more often a hint misleads, so its rarity counts for less.
  CASE
    WHEN kept.vocabulary = 'closed' THEN 1.0
    WHEN kept.kind = 'concept' THEN POW(LN(1 + total.games / kept.games), 0.75)
    ELSE LN(1 + total.games / kept.games)
  END AS idf
FROM kept
CROSS JOIN total
