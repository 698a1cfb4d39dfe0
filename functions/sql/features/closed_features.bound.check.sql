-- The features of one kind have the same length in every game that has any of them: the bound in neighbors.md relies on it.
SELECT *
FROM (
  SELECT
    MAX(IF(genres = 0, NULL, BIT_COUNT(genres) * genre_weight * genre_weight)) AS most_genres,
    MIN(IF(genres = 0, NULL, BIT_COUNT(genres) * genre_weight * genre_weight)) AS least_genres,
    MAX(IF(themes = 0, NULL, BIT_COUNT(themes) * theme_weight * theme_weight)) AS most_themes,
    MIN(IF(themes = 0, NULL, BIT_COUNT(themes) * theme_weight * theme_weight)) AS least_themes,
    MAX(IF(modes = 0, NULL, BIT_COUNT(modes) * mode_weight * mode_weight)) AS most_modes,
    MIN(IF(modes = 0, NULL, BIT_COUNT(modes) * mode_weight * mode_weight)) AS least_modes,
    MAX(IF(perspectives = 0, NULL, BIT_COUNT(perspectives) * perspective_weight * perspective_weight)) AS most_perspectives,
    MIN(IF(perspectives = 0, NULL, BIT_COUNT(perspectives) * perspective_weight * perspective_weight)) AS least_perspectives
  FROM closed_features
)
WHERE most_genres - least_genres > 0.0002
  OR most_themes - least_themes > 0.0002
  OR most_modes - least_modes > 0.0002
  OR most_perspectives - least_perspectives > 0.0002
