-- A summary does not say all that a game is. What the ten games most like it are told to be, it is likely to be too: they lend it
-- their concepts, each twice as much as it is trusted (see kin).
--
-- A feature of matter stays with the 1,000 games that speak of it most, a concept with 2,000. So no join of games that share a
-- feature makes more than four million pairs of it, whatever the catalogue.
WITH
lent AS (
  SELECT kin.game_id, drafts.feature_id, 2 * SUM(kin.trust * drafts.weight) AS weight
  FROM kin
  JOIN drafts ON drafts.game_id = kin.kin_id
  WHERE drafts.kind = 'concept'
  GROUP BY kin.game_id, drafts.feature_id
),
concepts_of_games AS (
  SELECT game_id, feature_id, SUM(weight) AS weight
  FROM (
    SELECT game_id, feature_id, weight FROM drafts WHERE kind = 'concept'
    UNION ALL
    SELECT game_id, feature_id, weight FROM lent
  )
  GROUP BY game_id, feature_id
),
strongest AS (
  SELECT game_id, feature_id, weight
  FROM concepts_of_games
  QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY ROUND(weight, 9) DESC, feature_id) <= 20
),
-- Weights in steps of 2^-15: the product of two is then exact in double precision, and so is their sum in any order.
rounded AS (
  SELECT
    strongest.game_id,
    strongest.feature_id,
    ROUND(
      32768 * SQRT(kinds.share) * strongest.weight
        / SQRT(SUM(strongest.weight * strongest.weight) OVER (PARTITION BY strongest.game_id) + 0.2 * kinds.share)
    ) / 32768 AS weight
  FROM strongest
  CROSS JOIN kinds
  WHERE kinds.kind = 'concept'
),
told AS (
  SELECT rounded.game_id, rounded.feature_id, rounded.weight
  FROM rounded
  LEFT JOIN drafts ON drafts.game_id = rounded.game_id AND drafts.feature_id = rounded.feature_id
  WHERE rounded.weight > 0
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY rounded.feature_id
      ORDER BY COALESCE(drafts.occurrences, 0) DESC, rounded.weight DESC, rounded.game_id
    ) <= 2000
),
entries AS (
  SELECT game_id, feature_id, kind, part, feature, weight FROM drafts WHERE part = 'nature'
  UNION ALL
  SELECT game_id, feature_id, kind, part, feature, weight
  FROM drafts
  WHERE part = 'matter' AND kind <> 'concept' AND place <= 1000
  UNION ALL
  SELECT told.game_id, told.feature_id, features.kind, features.part, features.name, told.weight
  FROM told
  JOIN features ON features.feature_id = told.feature_id
),
-- What IGDB does not tell of a game is its own: the rest of the length is a feature that no other game has.
unknown AS (
  -- Rounding may make the length of a game of which all is told a little more than 1.
  SELECT game_id, ROUND(32768 * SQRT(GREATEST(1 - SUM(weight * weight), 0))) / 32768 AS weight
  FROM entries
  GROUP BY game_id
)
SELECT game_id, feature_id, kind, part, feature, weight
FROM entries
UNION ALL
SELECT game_id, 0 - game_id, 'unknown', 'unknown', 'unknown', weight
FROM unknown
WHERE weight > 0
