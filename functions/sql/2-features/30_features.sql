WITH
candidates AS (
  SELECT game_tags.kind, CAST(game_tags.tag_id AS STRING) AS key, MAX(game_tags.name) AS name, COUNT(*) AS games
  FROM game_tags
  JOIN games ON games.game_id = game_tags.game_id
  JOIN kinds ON kinds.kind = game_tags.kind
  LEFT JOIN idle_keywords ON idle_keywords.tag_id = game_tags.tag_id AND game_tags.kind = 'keyword'
  WHERE games.canonical_id = games.game_id AND game_tags.name IS NOT NULL AND idle_keywords.tag_id IS NULL
  GROUP BY game_tags.kind, game_tags.tag_id
  UNION ALL
  SELECT 'word', game_words.word, game_words.word, COUNT(*)
  FROM game_words
  GROUP BY game_words.word
  UNION ALL
  SELECT 'concept', game_concepts.concept, game_concepts.concept, COUNT(*)
  FROM game_concepts
  GROUP BY game_concepts.concept
),
telling AS (
  SELECT candidates.kind, candidates.key, candidates.name, candidates.games, kinds.part
  FROM candidates
  JOIN kinds ON kinds.kind = candidates.kind
  -- A feature of one game can match nothing. One of matter that more than 2,000 games share says little and would make the
  -- join of games that share a feature grow with the square of the catalogue; a concept stays, with those in which it
  -- weighs most (see vectors).
  WHERE candidates.games >= 2 AND (kinds.part = 'nature' OR candidates.kind = 'concept' OR candidates.games <= 2000)
    -- Words that mean nothing about a game.
    AND NOT (
      candidates.kind = 'word'
      AND STRPOS(
        ' a able about above according across add added addition additional after again against all allow allowed allowing allows almost along already also although always am among amp an and another any anyone anything are aren around as at available away back based be because become been before behind being below best better between beyond bonus both brand bring but by came can cannot collection come coming complete contain could create creating demo develop developed developer did different discover do doe doesn don down download during each easy edition either else em enjoy enough entire especially even ever every everyone everything exactly example experience explore fact feature featured featuring feel few finally find first five follow for four free from full fun further game gameplay gamer gaming general get give given gives go going gone good got great ha had hard have having he help her here herself hi high him himself how however idea if in include included includes including inside instead into introduce introducing is isn it item its itself just keep kind know large last latest lead left let level like line ll long look lot low made main major make many may me mean meet mode more most move much multiple must my name near need never new next no non nor not now number of off offer offering official often on once one only onto or order original other our out outside over own part person place play playable player playing plus possible previous provide put quite rather re ready real really related release released remain right said same screen second see seen select sequel series set several she should show similar simple since single so some something soon special start started still style such sure take tell than that the their them themselves then there these they thi thing think third this those though three through throughout thu time title to today together too took top totally true try turn two type under unique until up upon us use used using various ve version very via video videogame wa want was way we well were what when where whether which while who whole whose why wide will with within without won word work would year years yet you your yourself ',
        CONCAT(' ', candidates.key, ' ')
      ) > 0
    )
),
total AS (
  SELECT COUNT(*) AS games FROM games WHERE canonical_id = game_id
)
SELECT
  ROW_NUMBER() OVER (ORDER BY telling.kind, telling.key) - 1 AS feature_id,
  telling.kind,
  telling.part,
  telling.key,
  telling.name,
  telling.games,
  -- A concept is read from hints, and the rarer it is, the likelier a hint misleads: its rarity counts for less.
  CASE
    WHEN telling.part = 'nature' THEN 1.0
    WHEN telling.kind = 'concept' THEN POW(LN(1 + total.games / telling.games), 0.75)
    ELSE LN(1 + total.games / telling.games)
  END AS idf
FROM telling
CROSS JOIN total
