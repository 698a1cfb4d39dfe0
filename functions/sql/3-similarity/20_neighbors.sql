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
-- Most pairs share one feature of little weight, and to look up their natures would be most of the work. Pairs that share much
-- matter are scored first; where there are 50 of them the 50th is a floor too. No pair gets more from nature than `reach`, what
-- the nearest by nature gets: pairs whose matter and reach together stay below the floor are left out.
WITH
nature_pairs AS (
  SELECT natures.game_id, profile_neighbors.neighbor_id, profile_neighbors.score
  FROM natures
  JOIN profile_neighbors ON profile_neighbors.profile_id = natures.profile_id
  WHERE MOD(natures.game_id, @slices) = @slice
),
matter_pairs AS (
  SELECT a.game_id, b.game_id AS neighbor_id, SUM(a.weight * b.weight) AS score
  FROM vectors AS a
  JOIN vectors AS b ON b.feature_id = a.feature_id
  WHERE a.part = 'matter' AND b.part = 'matter' AND a.game_id <> b.game_id AND MOD(a.game_id, @slices) = @slice
  GROUP BY a.game_id, b.game_id
),
close_scores AS (
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
  LEFT JOIN natures AS a ON a.game_id = matter_pairs.game_id
  LEFT JOIN natures AS b ON b.game_id = matter_pairs.neighbor_id
  JOIN renown ON renown.game_id = matter_pairs.neighbor_id
  WHERE matter_pairs.score >= 0.08 AND renown.recommended
),
floors AS (
  SELECT game_id, MAX(score) AS floor_score
  FROM (
    SELECT game_id, score
    FROM close_scores
    QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY score DESC, neighbor_id) = 50
    UNION ALL
    SELECT game_id, MIN(score)
    FROM nature_pairs
    WHERE neighbor_id <> game_id
    GROUP BY game_id
    HAVING COUNT(*) >= 50
  )
  GROUP BY game_id
),
reaches AS (
  SELECT game_id, MAX(score) AS reach FROM nature_pairs GROUP BY game_id
),
distant_pairs AS (
  SELECT matter_pairs.game_id, matter_pairs.neighbor_id, matter_pairs.score
  FROM matter_pairs
  LEFT JOIN floors ON floors.game_id = matter_pairs.game_id
  LEFT JOIN reaches ON reaches.game_id = matter_pairs.game_id
  WHERE matter_pairs.score < 0.08
    AND matter_pairs.score + COALESCE(reaches.reach, 0) >= COALESCE(floors.floor_score, 0)
),
distant_scores AS (
  SELECT
    distant_pairs.game_id,
    distant_pairs.neighbor_id,
    distant_pairs.score
      + COALESCE(
        BIT_COUNT(a.genres & b.genres) * a.genre_weight * b.genre_weight
          + BIT_COUNT(a.themes & b.themes) * a.theme_weight * b.theme_weight
          + BIT_COUNT(a.modes & b.modes) * a.mode_weight * b.mode_weight
          + BIT_COUNT(a.perspectives & b.perspectives) * a.perspective_weight * b.perspective_weight,
        0
      ) AS score
  FROM distant_pairs
  LEFT JOIN natures AS a ON a.game_id = distant_pairs.game_id
  LEFT JOIN natures AS b ON b.game_id = distant_pairs.neighbor_id
  JOIN renown ON renown.game_id = distant_pairs.neighbor_id
  WHERE renown.recommended
),
-- A pair found both ways has its full score from its matter; by nature alone it can only be lower.
scores AS (
  SELECT candidates.game_id, candidates.neighbor_id, MAX(candidates.score) AS score
  FROM (
    SELECT game_id, neighbor_id, score FROM close_scores
    UNION ALL
    SELECT game_id, neighbor_id, score FROM distant_scores
    UNION ALL
    SELECT game_id, neighbor_id, score FROM nature_pairs WHERE neighbor_id <> game_id
  ) AS candidates
  LEFT JOIN floors ON floors.game_id = candidates.game_id
  WHERE candidates.score >= COALESCE(floors.floor_score, 0)
  GROUP BY candidates.game_id, candidates.neighbor_id
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
JOIN renown AS game ON game.game_id = nearest.game_id
JOIN renown AS neighbor ON neighbor.game_id = nearest.neighbor_id
