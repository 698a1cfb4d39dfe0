-- Records of one game that IGDB does not link to each other. Two different games may share a title, so each rule asks for more
-- evidence: a company in common, the same year, the same text.
WITH
tag_counts AS (
  SELECT
    game_id,
    SUM(IF(kind IN ('developer', 'publisher'), 1, 0)) AS companies,
    SUM(IF(kind NOT IN ('platform', 'publisher'), 1, 0)) AS traits
  FROM game_tags
  GROUP BY game_id
),
known AS (
  SELECT
    records.game_id,
    LOWER(records.name) AS name,
    records.game_type,
    EXTRACT(YEAR FROM records.first_released_at) AS year,
    COALESCE(records.rating_count, 0) AS rating_count,
    LOWER(SUBSTR(records.summary, 1, 40)) AS beginning,
    COALESCE(tag_counts.companies, 0) > 0 AS has_companies,
    records.summary IS NULL AND COALESCE(tag_counts.traits, 0) = 0 AND COALESCE(records.rating_count, 0) = 0 AS is_stub
  FROM records
  LEFT JOIN tag_counts ON tag_counts.game_id = records.game_id
),
-- DISTINCT keeps the engine from joining the tags of all games with each other first.
game_makers AS (
  SELECT DISTINCT title_pairs.game_id, title_pairs.relative_id, IF(game_tags.kind = 'platform', 'platform', 'company') AS kind, game_tags.tag_id
  FROM title_pairs
  JOIN game_tags ON game_tags.game_id = title_pairs.game_id
  WHERE game_tags.kind IN ('developer', 'publisher', 'platform')
),
relative_makers AS (
  SELECT DISTINCT game_id AS relative_id, IF(kind = 'platform', 'platform', 'company') AS kind, tag_id
  FROM game_tags
  WHERE kind IN ('developer', 'publisher', 'platform')
),
shared AS (
  SELECT
    game_makers.game_id,
    game_makers.relative_id,
    SUM(IF(game_makers.kind = 'company', 1, 0)) AS companies,
    SUM(IF(game_makers.kind = 'platform', 1, 0)) AS platforms
  FROM game_makers
  JOIN relative_makers ON relative_makers.relative_id = game_makers.relative_id AND relative_makers.kind = game_makers.kind AND relative_makers.tag_id = game_makers.tag_id
  GROUP BY game_makers.game_id, game_makers.relative_id
),
evidence AS (
  SELECT
    title_pairs.game_id,
    title_pairs.relative_id,
    title_pairs.rule,
    title_pairs.tier,
    game.game_type,
    game.year,
    game.is_stub,
    game.rating_count,
    relative.year AS relative_year,
    relative.rating_count AS relative_rating_count,
    COALESCE(relative.game_type, 0) = 0 AS of_main_game,
    game.name = relative.name AS same_name,
    ABS(game.year - relative.year) AS years,
    COALESCE(shared.companies, 0) > 0 AS share_company,
    NOT (game.has_companies AND relative.has_companies) AS unknown_company,
    game.beginning = relative.beginning AS share_text,
    COALESCE(shared.platforms, 0) > 0 AS share_platform
  FROM title_pairs
  JOIN known AS game ON game.game_id = title_pairs.game_id
  JOIN known AS relative ON relative.game_id = title_pairs.relative_id
  LEFT JOIN shared ON shared.game_id = title_pairs.game_id AND shared.relative_id = title_pairs.relative_id
),
accepted AS (
  SELECT *
  FROM evidence
  WHERE CASE
    WHEN rule = 'subtitles' THEN share_company AND COALESCE(relative_year <= year + 1, TRUE)
    -- An expanded game with a name of its own: "Dead Rising 2: Off the Record".
    WHEN rule = 'subtitle' AND tier = 2 THEN share_company AND of_main_game AND years <= 5
    WHEN rule = 'lead' THEN share_company AND relative_rating_count > 0 AND COALESCE(years, 9) <= 5
    -- The title alone says so, or IGDB calls it a new version and the title says of which game.
    WHEN rule = 'version' OR rule = 'remaster' AND tier = 2 THEN COALESCE(relative_year <= year + 1, TRUE)
    WHEN rule <> 'name' THEN (share_company OR unknown_company) AND COALESCE(relative_year <= year + 1, TRUE)
    -- IGDB calls it a port or a remake, and its title says of which game. One that more people know than the game, years
    -- later, is another game of that title: Final Fantasy II of 1991.
    WHEN game_type = 11 THEN NOT (rating_count > relative_rating_count AND COALESCE(years, 0) >= 2)
    WHEN tier = 2 THEN COALESCE(relative_year <= year, TRUE)
    WHEN tier = 3 THEN share_company
    WHEN is_stub THEN same_name
    -- After more years, a company uses an old title for a new game: SimCity in 2013, God of War in 2018.
    WHEN share_company AND game_type IS NULL AND rating_count = 0 THEN COALESCE(years, 0) <= 5
    WHEN share_company THEN COALESCE(years, 0) <= 1
    WHEN share_text THEN unknown_company AND COALESCE(years, 0) <= 1
    -- In the age of home computers and cartridges, a game of the same title and year on another machine is a port.
    ELSE unknown_company AND NOT share_platform AND years <= 1 AND year <= 2005 AND rating_count = 0
  END
)
SELECT game_id, relative_id, rule
FROM accepted
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY game_id
  ORDER BY
    CASE rule WHEN 'name' THEN 1 WHEN 'edition' THEN 2 WHEN 'version' THEN 3 WHEN 'remaster' THEN 3 WHEN 'subtitle' THEN 4 WHEN 'lead' THEN 6 ELSE 5 END,
    IF(share_company, 0, 1),
    -- Of several games of a title people make new versions of the one that is known: "Blade Runner: Enhanced Edition".
    IF(rule IN ('version', 'remaster', 'lead'), relative_rating_count, 0) DESC,
    -- A remake belongs to the first game of its title, a copy to the nearest in years.
    CASE WHEN rule = 'name' AND tier = 2 THEN COALESCE(relative_year, 9999) ELSE COALESCE(years, 9999) END,
    relative_rating_count DESC,
    relative_id
) = 1
