-- The words of a canonical game's summary and storyline and of the names of its genres, themes and keywords. Names of modes and
-- perspectives ("single player") are no words.
SELECT game_id, word, COUNT(*) AS occurrences
FROM tokens
WHERE source NOT IN ('mode', 'perspective') AND LENGTH(word) > 1 AND NOT REGEXP_CONTAINS(word, '^[0-9]+$')
GROUP BY game_id, word
