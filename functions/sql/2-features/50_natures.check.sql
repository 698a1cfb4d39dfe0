-- The bits and weights give back the nature part of the drafts, exactly.
WITH vector_lengths AS (
  SELECT game_id, SUM(weight * weight) AS squared_length
  FROM drafts
  WHERE part = 'nature'
  GROUP BY game_id
)
SELECT vector_lengths.game_id, vector_lengths.squared_length
FROM vector_lengths
LEFT JOIN natures ON natures.game_id = vector_lengths.game_id
WHERE natures.game_id IS NULL
  OR vector_lengths.squared_length
    <> BIT_COUNT(natures.genres) * natures.genre_weight * natures.genre_weight
      + BIT_COUNT(natures.themes) * natures.theme_weight * natures.theme_weight
      + BIT_COUNT(natures.modes) * natures.mode_weight * natures.mode_weight
      + BIT_COUNT(natures.perspectives) * natures.perspective_weight * natures.perspective_weight
