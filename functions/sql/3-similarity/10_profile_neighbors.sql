-- For each profile (games of one nature) the 51 games nearest by nature alone, of those that may be recommended: 50 and the game
-- itself. They are found among the 51 nearest profiles with such games (of equally near ones those whose first game has the
-- lower id come first, as their games do) and among the first 51 games of each.
WITH
profiles AS (
  SELECT * FROM natures WHERE profile_id = game_id
),
members AS (
  SELECT natures.*, ROW_NUMBER() OVER (PARTITION BY natures.profile_id ORDER BY natures.game_id) AS place
  FROM natures
  JOIN renown ON renown.game_id = natures.game_id
  WHERE renown.recommended
),
pairs AS (
  SELECT
    a.profile_id,
    b.game_id AS near_id,
    b.profile_id AS near_profile_id,
    BIT_COUNT(a.genres & b.genres) * a.genre_weight * b.genre_weight
      + BIT_COUNT(a.themes & b.themes) * a.theme_weight * b.theme_weight
      + BIT_COUNT(a.modes & b.modes) * a.mode_weight * b.mode_weight
      + BIT_COUNT(a.perspectives & b.perspectives) * a.perspective_weight * b.perspective_weight AS score
  FROM profiles AS a
  CROSS JOIN members AS b
  WHERE b.place = 1 AND MOD(a.profile_id, @slices) = @slice
),
-- Ranking all pairs would sort the square of the profiles. Counting them in steps of 1/64 first gives each profile a score
-- that at least 51 others reach.
steps AS (
  SELECT profile_id, FLOOR(score * 64) AS step, COUNT(*) AS profiles
  FROM pairs
  WHERE score > 0
  GROUP BY profile_id, FLOOR(score * 64)
),
reached AS (
  SELECT profile_id, step, SUM(profiles) OVER (PARTITION BY profile_id ORDER BY step DESC) AS profiles
  FROM steps
),
floors AS (
  SELECT profile_id, MAX(step) / 64 AS floor_score
  FROM reached
  WHERE profiles >= 51
  GROUP BY profile_id
),
near AS (
  SELECT pairs.profile_id, pairs.near_profile_id, pairs.score
  FROM pairs
  LEFT JOIN floors ON floors.profile_id = pairs.profile_id
  WHERE pairs.score > 0 AND pairs.score >= COALESCE(floors.floor_score, 0)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY pairs.profile_id ORDER BY pairs.score DESC, pairs.near_id) <= 51
)
SELECT near.profile_id, members.game_id AS neighbor_id, near.score
FROM near
JOIN members ON members.profile_id = near.near_profile_id
WHERE members.place <= 51
QUALIFY ROW_NUMBER() OVER (PARTITION BY near.profile_id ORDER BY near.score DESC, members.game_id) <= 51
