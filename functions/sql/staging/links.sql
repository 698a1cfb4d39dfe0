-- The game that each record belongs to most closely, and whether the record folds onto it or stands for itself in its family.
WITH
typed AS (
  SELECT
    game_id,
    game_type,
    COALESCE(rating_count, 0) AS rating_count,
    COALESCE(game_type, 0) IN (1, 2, 3, 5, 6, 7, 11, 12, 13, 14) AS is_part,
    -- Remake, remaster, expanded game; a standalone expansion may be that of another one.
    COALESCE(game_type, 0) IN (4, 8, 9, 10) AS is_version
  FROM records
),
possible_links AS (
  SELECT
    relatives.game_id,
    relatives.relative_id,
    relatives.rule,
    CASE relatives.rule WHEN 'version_parent' THEN 1 WHEN 'parent_game' THEN 2 ELSE 3 END AS preference,
    CASE
      WHEN relatives.rule = 'version_parent' THEN COALESCE(typed.game_type, 0) <> 4
      WHEN relatives.rule IN ('dlcs', 'expansions', 'ports') THEN typed.is_part OR typed.game_type IS NULL
      ELSE typed.is_part
    END AS folds
  FROM relatives
  JOIN typed ON typed.game_id = relatives.game_id
  -- A record that IGDB calls a main game stays one, whatever names it as a copy or a part. Every game of a bundle lists the
  -- bundle, so that bundles are looked at below.
  WHERE relatives.rule <> 'bundles'
    AND NOT (relatives.rule IN ('parent_game', 'dlcs', 'expansions', 'ports') AND COALESCE(typed.game_type, -1) = 0)
    AND NOT (relatives.rule = 'parent_game' AND typed.game_type IS NULL)
    -- A standalone expansion is not the game that it expands: fans of one may look for the other.
    AND NOT (relatives.rule IN ('parent_game', 'dlcs', 'expansions', 'expanded_games') AND COALESCE(typed.game_type, -1) = 4)
  UNION ALL
  SELECT
    namesakes.game_id,
    namesakes.relative_id,
    namesakes.rule,
    CASE WHEN namesakes.rule = 'name' THEN 4 ELSE 5 END,
    CASE
      -- A bundle of a game's name is an edition of it, unless it is the bundle that people know: Wolfenstein 3D.
      WHEN typed.game_type = 3 AND namesakes.rule = 'name' THEN typed.rating_count <= relative.rating_count
      WHEN typed.game_type = 3 THEN TRUE
      WHEN typed.is_version OR namesakes.rule IN ('remaster', 'version', 'lead') THEN FALSE
      -- Two records with one name that both have ratings are two games that people know.
      ELSE typed.is_part OR typed.rating_count = 0 OR namesakes.rule = 'edition'
    END
  FROM namesakes
  JOIN typed ON typed.game_id = namesakes.game_id
  JOIN typed AS relative ON relative.game_id = namesakes.relative_id
  WHERE NOT (namesakes.rule IN ('subtitle', 'subtitles') AND COALESCE(typed.game_type, -1) = 4)
),
best_links AS (
  SELECT possible_links.game_id, possible_links.relative_id, possible_links.rule, possible_links.folds
  FROM possible_links
  JOIN records AS relative ON relative.game_id = possible_links.relative_id
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY possible_links.game_id
    ORDER BY possible_links.preference, relative.rating_count DESC, possible_links.relative_id
  ) = 1
),
-- A bundle of one game and its parts is an edition of that game. A bundle of several games belongs to none of them.
contents AS (
  SELECT
    relatives.game_id,
    MIN(IF(best_links.folds, best_links.relative_id, relatives.relative_id)) AS relative_id,
    COUNT(DISTINCT IF(best_links.folds, best_links.relative_id, relatives.relative_id)) AS games
  FROM relatives
  JOIN typed ON typed.game_id = relatives.game_id
  LEFT JOIN best_links ON best_links.game_id = relatives.relative_id
  WHERE relatives.rule = 'bundles' AND typed.game_type = 3
  GROUP BY relatives.game_id
),
-- Of two records with one name the one that people rated is the game, also where IGDB has it as a port or an expansion: XCOM: Enemy
-- Within. What folds onto the other then folds onto it.
swaps AS (
  SELECT best_links.game_id AS head_id, best_links.relative_id AS tail_id, best_links.rule
  FROM best_links
  JOIN records AS head ON head.game_id = best_links.game_id
  JOIN records AS tail ON tail.game_id = best_links.relative_id
  LEFT JOIN best_links AS above ON above.game_id = best_links.relative_id
  WHERE best_links.folds AND LOWER(head.name) = LOWER(tail.name)
    AND head.rating_count > 0 AND COALESCE(tail.rating_count, 0) = 0
    AND NOT COALESCE(above.folds, FALSE) AND COALESCE(above.relative_id, 0) <> head.game_id
  QUALIFY ROW_NUMBER() OVER (PARTITION BY best_links.relative_id ORDER BY head.rating_count DESC, head.game_id) = 1
)
SELECT best_links.game_id, best_links.relative_id, best_links.rule, best_links.folds
FROM best_links
LEFT JOIN swaps AS as_head ON as_head.head_id = best_links.game_id
LEFT JOIN swaps AS as_tail ON as_tail.tail_id = best_links.game_id
WHERE as_head.head_id IS NULL AND as_tail.tail_id IS NULL
UNION ALL
SELECT tail_id, head_id, rule, TRUE
FROM swaps
UNION ALL
-- The game takes the other's place in its family.
SELECT swaps.head_id, above.relative_id, above.rule, FALSE
FROM swaps
JOIN best_links AS above ON above.game_id = swaps.tail_id
UNION ALL
SELECT contents.game_id, contents.relative_id, 'bundles', TRUE
FROM contents
JOIN records AS bundle ON bundle.game_id = contents.game_id
JOIN records AS content ON content.game_id = contents.relative_id
LEFT JOIN best_links ON best_links.game_id = contents.game_id
WHERE best_links.game_id IS NULL AND contents.games = 1 AND STARTS_WITH(LOWER(bundle.name), LOWER(content.name))
