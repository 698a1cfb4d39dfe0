-- The exact 50 nearest games by cosine, in the order of cosine * (1 + renown * renown). Which games are in a list is likeness
-- alone, but that an adult game is a neighbour of adult games only. neighbors.md proves that no pair that is left out on the way belongs in a list.
WITH
seeds AS (
  SELECT * FROM closed_features WHERE MOD(game_id, @slices) = @slice
),
closed_pairs AS (
  SELECT seeds.game_id, closed_neighbors.neighbor_id, closed_neighbors.score
  FROM seeds
  JOIN popularity ON popularity.game_id = seeds.game_id
  JOIN closed_neighbors
    ON closed_neighbors.feature_set_id = seeds.feature_set_id AND closed_neighbors.for_adult = popularity.is_adult
  WHERE closed_neighbors.neighbor_id <> seeds.game_id
),
closed_floors AS (
  SELECT game_id, MIN(score) AS floor_score
  FROM closed_pairs
  GROUP BY game_id
  HAVING COUNT(*) >= 50
),
bounds AS (
  SELECT
    seeds.game_id,
    seeds.genres,
    seeds.genre_weight * seeds.genre_weight * SQRT(BIT_COUNT(seeds.genres)) AS max_genre_score,
    {{ closed_product(seeds, seeds) }} - BIT_COUNT(seeds.genres) * seeds.genre_weight * seeds.genre_weight + 0.001
      AS max_other_score,
    COALESCE(closed_floors.floor_score, 0) AS floor_score
  FROM seeds
  LEFT JOIN closed_floors ON closed_floors.game_id = seeds.game_id
),
open_scores AS (
  SELECT a.game_id, b.game_id AS neighbor_id, b.genres, SUM(a.weight * b.weight) AS score
  FROM open_features AS a
  JOIN open_features AS b ON b.feature_id = a.feature_id
  WHERE a.game_id <> b.game_id AND b.recommended AND (a.is_adult OR NOT b.is_adult) AND MOD(a.game_id, @slices) = @slice
  GROUP BY a.game_id, b.game_id, b.genres
),
bounded_pairs AS (
  SELECT
    open_scores.game_id,
    open_scores.neighbor_id,
    open_scores.score,
    open_scores.score
      + COALESCE(
        bounds.max_genre_score
            * BIT_COUNT(bounds.genres & open_scores.genres)
            / SQRT(GREATEST(BIT_COUNT(open_scores.genres), 1))
          + bounds.max_other_score,
        0
      ) AS max_score,
    COALESCE(bounds.floor_score, 0) AS floor_score
  FROM open_scores
  LEFT JOIN bounds ON bounds.game_id = open_scores.game_id
),
open_pairs AS (
  SELECT game_id, neighbor_id, score, max_score FROM bounded_pairs WHERE max_score >= floor_score
),
-- Sorting all pairs would take most of the remaining time. Counting them in steps of 1/128 gives each game a threshold that at
-- least 64 of them reach.
histogram AS (
  SELECT game_id, FLOOR(max_score * 128) AS step, COUNT(*) AS pairs
  FROM open_pairs
  GROUP BY game_id, FLOOR(max_score * 128)
),
cumulative AS (
  SELECT game_id, step, SUM(pairs) OVER (PARTITION BY game_id ORDER BY step DESC) AS pairs
  FROM histogram
),
thresholds AS (
  SELECT game_id, MAX(step) / 128 AS threshold
  FROM cumulative
  WHERE pairs >= 64
  GROUP BY game_id
),
promising_scores AS (
  SELECT open_pairs.game_id, open_pairs.score + COALESCE({{ closed_product(a, b) }}, 0) AS score
  FROM open_pairs
  JOIN thresholds ON thresholds.game_id = open_pairs.game_id
  LEFT JOIN seeds AS a ON a.game_id = open_pairs.game_id
  LEFT JOIN closed_features AS b ON b.game_id = open_pairs.neighbor_id
  WHERE open_pairs.max_score >= thresholds.threshold
),
floors AS (
  SELECT game_id, MAX(floor_score) AS floor_score
  FROM (
    SELECT game_id, score AS floor_score
    FROM promising_scores
    QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC) = 50
    UNION ALL
    SELECT game_id, floor_score FROM closed_floors
  )
  GROUP BY game_id
),
scored_pairs AS (
  SELECT
    open_pairs.game_id,
    open_pairs.neighbor_id,
    open_pairs.score + COALESCE({{ closed_product(a, b) }}, 0) AS score
  FROM open_pairs
  LEFT JOIN floors ON floors.game_id = open_pairs.game_id
  LEFT JOIN seeds AS a ON a.game_id = open_pairs.game_id
  LEFT JOIN closed_features AS b ON b.game_id = open_pairs.neighbor_id
  WHERE open_pairs.max_score >= COALESCE(floors.floor_score, 0)
  UNION ALL
  SELECT game_id, neighbor_id, score FROM closed_pairs
),
-- A pair found both ways has its whole score from the open pairs; by closed features alone it can only be lower.
scores AS (
  SELECT scored_pairs.game_id, scored_pairs.neighbor_id, MAX(scored_pairs.score) AS score
  FROM scored_pairs
  LEFT JOIN floors ON floors.game_id = scored_pairs.game_id
  WHERE scored_pairs.score >= COALESCE(floors.floor_score, 0)
  GROUP BY scored_pairs.game_id, scored_pairs.neighbor_id
),
nearest AS (
  SELECT game_id, neighbor_id, score
  FROM scores
  QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC, neighbor_id) <= 50
)
SELECT
  nearest.game_id,
  -- Cosines are multiples of weight_scale^-2, and the factor is a multiple of weight_scale^-1: products are exact.
  ROW_NUMBER() OVER (
    PARTITION BY nearest.game_id
    ORDER BY
      nearest.score * ({{ weight_scale }} + DIV(game.renown * neighbor.renown, {{ weight_scale }})) DESC, nearest.neighbor_id
  ) AS rank,
  nearest.neighbor_id,
  nearest.score
FROM nearest
JOIN popularity AS game ON game.game_id = nearest.game_id
JOIN popularity AS neighbor ON neighbor.game_id = nearest.neighbor_id
