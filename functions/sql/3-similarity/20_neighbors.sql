-- The exact top 50 by cosine among the games that may be recommended, without comparing all pairs; then these in the order of
-- cosine * (1 + renown * renown). Who loves a game that many know is likely to know, and to look for, others of the kind; who
-- loves one that few know gets what is nearest. Which games are in a list is likeness alone.
--
-- A cosine is the part from matter plus the part from nature, neither ever negative. Pairs that share matter come from a join
-- on the features of matter, each of at most 2,000 games. A pair that shares none has only its nature in common, and the 51
-- games nearest by nature (profile_neighbors) contain the best 50 of these: any game y outside has 50 games y' inside whose
-- cosine is at least their nature's part, which is at least that of y (equal ones have lower ids, and come first). For the
-- same reason the 50th of them is a floor: no score below it is among the top 50.
--
-- Most pairs share one feature of little weight, and to look up their natures would be most of the work. What they can have in
-- common is known from what they are grouped by: the genres of both (n of a game's own weigh SQRT(share / n) each), and of other
-- kinds no more than all that the game has, or the neighbour: whichever has fewer. Both are within 0.001 for the rounding of
-- weights. Pairs that cannot reach the floor with `at_most` are left out, and those of the highest are scored first: the 50th of
-- them is a higher floor.
WITH
seeds AS (
  SELECT * FROM natures WHERE MOD(game_id, @slices) = @slice
),
nature_pairs AS (
  SELECT seeds.game_id, profile_neighbors.neighbor_id, profile_neighbors.score
  FROM seeds
  JOIN profile_neighbors ON profile_neighbors.profile_id = seeds.profile_id
  WHERE profile_neighbors.neighbor_id <> seeds.game_id
),
nature_floors AS (
  SELECT game_id, MIN(score) AS floor_score
  FROM nature_pairs
  GROUP BY game_id
  HAVING COUNT(*) >= 50
),
bounds AS (
  SELECT
    seeds.game_id,
    seeds.genres,
    seeds.genre_weight * seeds.genre_weight * SQRT(BIT_COUNT(seeds.genres)) AS genre_most,
    BIT_COUNT(seeds.themes) * seeds.theme_weight * seeds.theme_weight
      + BIT_COUNT(seeds.modes) * seeds.mode_weight * seeds.mode_weight
      + BIT_COUNT(seeds.perspectives) * seeds.perspective_weight * seeds.perspective_weight
      + 0.001 AS other_most,
    COALESCE(nature_floors.floor_score, 0) AS floor_score
  FROM seeds
  LEFT JOIN nature_floors ON nature_floors.game_id = seeds.game_id
),
summed AS (
  SELECT a.game_id, b.game_id AS neighbor_id, b.genres, SUM(a.weight * b.weight) AS score
  FROM matter AS a
  JOIN matter AS b ON b.feature_id = a.feature_id
  WHERE a.game_id <> b.game_id AND b.recommended AND MOD(a.game_id, @slices) = @slice
  GROUP BY a.game_id, b.game_id, b.genres
),
bounded AS (
  SELECT
    summed.game_id,
    summed.neighbor_id,
    summed.score,
    summed.score
      + COALESCE(
        bounds.genre_most * BIT_COUNT(bounds.genres & summed.genres) / SQRT(GREATEST(BIT_COUNT(summed.genres), 1))
          + bounds.other_most,
        0
      ) AS at_most,
    COALESCE(bounds.floor_score, 0) AS floor_score
  FROM summed
  LEFT JOIN bounds ON bounds.game_id = summed.game_id
),
matter_pairs AS (
  SELECT game_id, neighbor_id, score, at_most FROM bounded WHERE at_most >= floor_score
),
-- Sorting all pairs would be most of the rest: counting them in steps of 1/128 gives each game a bar that at least 64 reach.
steps AS (
  SELECT game_id, FLOOR(at_most * 128) AS step, COUNT(*) AS pairs
  FROM matter_pairs
  GROUP BY game_id, FLOOR(at_most * 128)
),
reached AS (
  SELECT game_id, step, SUM(pairs) OVER (PARTITION BY game_id ORDER BY step DESC) AS pairs
  FROM steps
),
bars AS (
  SELECT game_id, MAX(step) / 128 AS bar
  FROM reached
  WHERE pairs >= 64
  GROUP BY game_id
),
high_scores AS (
  SELECT
    matter_pairs.game_id,
    matter_pairs.score
      + COALESCE(
        BIT_COUNT(a.genres & b.genres) * a.genre_weight * b.genre_weight
          + BIT_COUNT(a.themes & b.themes) * a.theme_weight * b.theme_weight
          + BIT_COUNT(a.modes & b.modes) * a.mode_weight * b.mode_weight
          + BIT_COUNT(a.perspectives & b.perspectives) * a.perspective_weight * b.perspective_weight,
        0
      ) AS score
  FROM matter_pairs
  JOIN bars ON bars.game_id = matter_pairs.game_id
  LEFT JOIN seeds AS a ON a.game_id = matter_pairs.game_id
  LEFT JOIN natures AS b ON b.game_id = matter_pairs.neighbor_id
  WHERE matter_pairs.at_most >= bars.bar
),
floors AS (
  SELECT game_id, MAX(floor_score) AS floor_score
  FROM (
    SELECT game_id, score AS floor_score
    FROM high_scores
    QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC) = 50
    UNION ALL
    SELECT game_id, floor_score FROM nature_floors
  )
  GROUP BY game_id
),
scored AS (
  SELECT
    matter_pairs.game_id,
    matter_pairs.neighbor_id,
    matter_pairs.score
      + COALESCE(
        BIT_COUNT(a.genres & b.genres) * a.genre_weight * b.genre_weight
          + BIT_COUNT(a.themes & b.themes) * a.theme_weight * b.theme_weight
          + BIT_COUNT(a.modes & b.modes) * a.mode_weight * b.mode_weight
          + BIT_COUNT(a.perspectives & b.perspectives) * a.perspective_weight * b.perspective_weight,
        0
      ) AS score
  FROM matter_pairs
  LEFT JOIN floors ON floors.game_id = matter_pairs.game_id
  LEFT JOIN seeds AS a ON a.game_id = matter_pairs.game_id
  LEFT JOIN natures AS b ON b.game_id = matter_pairs.neighbor_id
  WHERE matter_pairs.at_most >= COALESCE(floors.floor_score, 0)
  UNION ALL
  SELECT game_id, neighbor_id, score FROM nature_pairs
),
-- A pair found both ways has its full score from its matter; by nature alone it can only be lower.
scores AS (
  SELECT scored.game_id, scored.neighbor_id, MAX(scored.score) AS score
  FROM scored
  LEFT JOIN floors ON floors.game_id = scored.game_id
  WHERE scored.score >= COALESCE(floors.floor_score, 0)
  GROUP BY scored.game_id, scored.neighbor_id
),
nearest AS (
  SELECT game_id, neighbor_id, score
  FROM scores
  QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC, neighbor_id) <= 50
)
SELECT
  nearest.game_id,
  -- Cosines are multiples of 2^-30 and what they are multiplied by is one of 2^-15: products are exact in double precision.
  ROW_NUMBER() OVER (
    PARTITION BY nearest.game_id
    ORDER BY nearest.score * (32768 + DIV(game.renown * neighbor.renown, 32768)) DESC, nearest.neighbor_id
  ) AS rank,
  nearest.neighbor_id,
  nearest.score
FROM nearest
JOIN candidates AS game ON game.game_id = nearest.game_id
JOIN candidates AS neighbor ON neighbor.game_id = nearest.neighbor_id
