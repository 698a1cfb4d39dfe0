-- What players would call a game, judging by its record: the sum of what its words, phrases, tags and concepts speak for. The weights
-- were learned from games that players have tagged (functions/src/train/LEXICON.md); no game's own tags are in them.
WITH
phrases AS (
  SELECT DISTINCT clue FROM learned_phrases WHERE kind = 'phrase'
),
clues AS (
  SELECT game_id, 'word' AS kind, word AS clue, occurrences
  FROM game_words
  WHERE MOD(game_id, @slices) = @slice
  UNION ALL
  SELECT game_id, 'concept', concept, occurrences
  FROM game_concepts
  WHERE MOD(game_id, @slices) = @slice
  UNION ALL
  SELECT game_tags.game_id, game_tags.kind, game_tags.name, 1
  FROM game_tags
  JOIN games ON games.game_id = game_tags.game_id
  WHERE games.canonical_id = games.game_id AND MOD(game_tags.game_id, @slices) = @slice
  UNION ALL
  SELECT first_words.game_id, 'phrase', phrases.clue, COUNT(*)
  FROM text_words AS first_words
  JOIN text_words AS second_words
    ON second_words.game_id = first_words.game_id
    AND second_words.source = first_words.source
    AND second_words.text_id = first_words.text_id
    AND second_words.position = first_words.position + 1
  -- By both words at once: a first word begins dozens of phrases.
  JOIN phrases ON phrases.clue = CONCAT(first_words.word, ' ', second_words.word)
  WHERE MOD(first_words.game_id, @slices) = @slice AND MOD(second_words.game_id, @slices) = @slice
  GROUP BY first_words.game_id, phrases.clue
),
sums AS (
  SELECT clues.game_id, learned_phrases.concept, SUM((1 + LN(clues.occurrences)) * learned_phrases.weight) AS strength
  FROM clues
  JOIN learned_phrases ON learned_phrases.kind = clues.kind AND learned_phrases.clue = clues.clue
  GROUP BY clues.game_id, learned_phrases.concept
)
SELECT game_id, concept, ROUND(strength, 6) AS strength
FROM sums
WHERE strength >= 0.000001
QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY ROUND(strength, 6) DESC, concept) <= 24
