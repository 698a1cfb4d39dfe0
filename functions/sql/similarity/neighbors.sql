-- The exact 50 nearest games by cosine, in the order of cosine * (1 + renown * renown). Which games are in a list is likeness
-- alone, but that an adult game is a neighbour of adult games only. Of equally near games those with the higher renown come first, then
-- those with lower ids. A neighbour scores at least least_score. neighbors.md proves that no pair that is left out on the way belongs in a list.
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
open_scores AS (
  SELECT a.game_id, b.game_id AS neighbor_id, b.genres, SUM(a.weight * b.weight) AS score
  FROM open_features AS a
  JOIN open_features AS b ON b.feature_id = a.feature_id
  WHERE a.game_id <> b.game_id AND b.recommended AND (a.is_adult OR NOT b.is_adult) AND MOD(a.game_id, @slices) = @slice
  GROUP BY a.game_id, b.game_id, b.genres
),
-- Sorting all pairs would take most of the remaining time. Every eighth of them, counted in steps of 1/256, gives each game a
-- threshold that about a hundred reach.
histogram AS (
  SELECT game_id, FLOOR(score * 256) AS step, COUNT(*) AS pairs
  FROM open_scores
  WHERE MOD(neighbor_id, 8) = 0
  GROUP BY game_id, FLOOR(score * 256)
),
cumulative AS (
  SELECT game_id, step, SUM(pairs) OVER (PARTITION BY game_id ORDER BY step DESC) AS pairs
  FROM histogram
),
thresholds AS (
  SELECT game_id, MAX(step) / 256 AS threshold
  FROM cumulative
  WHERE pairs >= 12
  GROUP BY game_id
),
promising_scores AS (
  SELECT open_scores.game_id, open_scores.score + COALESCE({{ closed_product(a, b) }}, 0) AS score
  FROM open_scores
  JOIN thresholds ON thresholds.game_id = open_scores.game_id
  LEFT JOIN seeds AS a ON a.game_id = open_scores.game_id
  LEFT JOIN closed_features AS b ON b.game_id = open_scores.neighbor_id
  WHERE open_scores.score >= thresholds.threshold
),
floors AS (
  SELECT game_id, MAX(floor_score) AS floor_score
  FROM (
    SELECT game_id, score AS floor_score
    FROM promising_scores
    QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC) = 50
    UNION ALL
    SELECT game_id, MIN(score) AS floor_score
    FROM closed_pairs
    GROUP BY game_id
    HAVING COUNT(*) >= 50
  )
  GROUP BY game_id
),
bounds AS (
  SELECT
    popularity.game_id,
    COALESCE(seeds.genres, 0) AS genres,
    COALESCE(seeds.genre_weight * seeds.genre_weight * SQRT(BIT_COUNT(seeds.genres)), 0) AS max_genre_score,
    GREATEST(COALESCE(floors.floor_score, 0), {{ least_score }}) AS floor_score,
    -- What a pair with the same closed features lacks to the floor, and what one without a common genre lacks. 0.001 allows for
    -- rounded weights.
    GREATEST(COALESCE(floors.floor_score, 0), {{ least_score }})
      - COALESCE({{ closed_product(seeds, seeds) }}, 0)
      - 0.001 AS least_open_score,
    GREATEST(COALESCE(floors.floor_score, 0), {{ least_score }})
      - COALESCE(
        {{ closed_product(seeds, seeds) }} - BIT_COUNT(seeds.genres) * seeds.genre_weight * seeds.genre_weight,
        0
      )
      - 0.001 AS least_other_score
  FROM popularity
  LEFT JOIN floors ON floors.game_id = popularity.game_id
  LEFT JOIN seeds ON seeds.game_id = popularity.game_id
  WHERE MOD(popularity.game_id, @slices) = @slice
),
scored_pairs AS (
  SELECT
    open_scores.game_id,
    open_scores.neighbor_id,
    bounds.floor_score,
    open_scores.score + COALESCE({{ closed_product(a, b) }}, 0) AS score
  FROM open_scores
  JOIN bounds ON bounds.game_id = open_scores.game_id
  LEFT JOIN seeds AS a ON a.game_id = open_scores.game_id
  LEFT JOIN closed_features AS b ON b.game_id = open_scores.neighbor_id
  WHERE open_scores.score >= bounds.least_open_score
    AND open_scores.score
      + IF(
        (bounds.genres & open_scores.genres) = 0,
        0,
        bounds.max_genre_score * BIT_COUNT(bounds.genres & open_scores.genres) / SQRT(BIT_COUNT(open_scores.genres))
      ) >= bounds.least_other_score
),
-- A pair found both ways has its whole score from the open pairs; by closed features alone it can only be lower.
scores AS (
  SELECT game_id, neighbor_id, MAX(score) AS score
  FROM (
    SELECT game_id, neighbor_id, score FROM scored_pairs WHERE score >= floor_score
    UNION ALL
    SELECT game_id, neighbor_id, score FROM closed_pairs WHERE score >= {{ least_score }}
  )
  GROUP BY game_id, neighbor_id
),
nearest AS (
  SELECT scores.game_id, scores.neighbor_id, scores.score, neighbor.renown
  FROM scores
  JOIN popularity AS neighbor ON neighbor.game_id = scores.neighbor_id
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY scores.game_id ORDER BY scores.score DESC, neighbor.renown DESC, scores.neighbor_id
    ) <= 50
)
SELECT
  nearest.game_id,
  -- Cosines are multiples of weight_scale^-2, and the factor is a multiple of weight_scale^-1: products are exact.
  ROW_NUMBER() OVER (
    PARTITION BY nearest.game_id
    ORDER BY
      nearest.score * ({{ weight_scale }} + DIV(game.renown * nearest.renown, {{ weight_scale }})) DESC,
      nearest.renown DESC,
      nearest.neighbor_id
  ) AS rank,
  nearest.neighbor_id,
  nearest.score
FROM nearest
JOIN popularity AS game ON game.game_id = nearest.game_id
