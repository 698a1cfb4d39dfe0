-- How often a canonical game uses each word, in its summary, its storyline and the names of its genres, themes and keywords.
-- The names of modes and perspectives ("single player") are left out: they are features already.
SELECT game_id, word, COUNT(*) AS occurrences
FROM text_words
WHERE source NOT IN ('mode', 'perspective') AND LENGTH(word) > 1 AND NOT REGEXP_CONTAINS(word, '^[0-9]+$')
GROUP BY game_id, word
