-- A summary does not say all that a game is. What its ten nearest games are said to be, it is likely to be too: they lend it their
-- concepts, each with twice its trust (see draft_neighbors).
--
-- An open feature is kept for the 1,000 games that use it most, a concept for 2,000. The join of games that share a feature then
-- makes at most four million pairs a feature, in any catalogue.
WITH
lent_concepts AS (
  SELECT draft_neighbors.game_id, draft_vectors.feature_id, 2 * SUM(draft_neighbors.trust * draft_vectors.weight) AS weight
  FROM draft_neighbors
  JOIN draft_vectors ON draft_vectors.game_id = draft_neighbors.neighbor_id
  WHERE draft_vectors.kind = 'concept'
  GROUP BY draft_neighbors.game_id, draft_vectors.feature_id
),
-- What players would call the game, judging by all of its record, counts nearly twice as much as what it says in so many words. A game
-- of few clues has less of it: half the squared length at 10,000.
guessed_concepts AS (
  SELECT
    learned_concepts.game_id,
    features.feature_id,
    1.8 * SQRT(feature_kinds.share) * learned_concepts.strength / SQRT(
      SUM(learned_concepts.strength * learned_concepts.strength) OVER (PARTITION BY learned_concepts.game_id) + 10000
    ) AS weight
  FROM learned_concepts
  JOIN features ON features.kind = 'concept' AND features.key = learned_concepts.concept
  JOIN feature_kinds ON feature_kinds.kind = features.kind
),
all_concepts AS (
  SELECT game_id, feature_id, SUM(weight) AS weight
  FROM (
    SELECT game_id, feature_id, weight FROM draft_vectors WHERE kind = 'concept'
    UNION ALL
    SELECT game_id, feature_id, weight FROM lent_concepts
    UNION ALL
    SELECT game_id, feature_id, weight FROM guessed_concepts
  )
  GROUP BY game_id, feature_id
),
strongest_concepts AS (
  SELECT game_id, feature_id, weight
  FROM all_concepts
  QUALIFY ROW_NUMBER() OVER (PARTITION BY game_id ORDER BY ROUND(weight, 9) DESC, feature_id) <= 16
),
-- Whole multiples of 1 / weight_scale, as in draft_vectors.
rounded_concepts AS (
  SELECT
    strongest_concepts.game_id,
    strongest_concepts.feature_id,
    ROUND(
      {{ weight_scale }} * SQRT(feature_kinds.share) * strongest_concepts.weight / SQRT(
        SUM(strongest_concepts.weight * strongest_concepts.weight) OVER (PARTITION BY strongest_concepts.game_id)
          + 0.2 * feature_kinds.share
      )
    ) / {{ weight_scale }} AS weight
  FROM strongest_concepts
  CROSS JOIN feature_kinds
  WHERE feature_kinds.kind = 'concept'
),
concept_entries AS (
  SELECT rounded_concepts.game_id, rounded_concepts.feature_id, rounded_concepts.weight
  FROM rounded_concepts
  LEFT JOIN draft_vectors
    ON draft_vectors.game_id = rounded_concepts.game_id AND draft_vectors.feature_id = rounded_concepts.feature_id
  WHERE rounded_concepts.weight > 0
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY rounded_concepts.feature_id
      ORDER BY COALESCE(draft_vectors.occurrences, 0) DESC, rounded_concepts.weight DESC, rounded_concepts.game_id
    ) <= 2000
),
entries AS (
  SELECT game_id, feature_id, kind, vocabulary, feature, weight FROM draft_vectors WHERE vocabulary = 'closed'
  UNION ALL
  SELECT game_id, feature_id, kind, vocabulary, feature, weight
  FROM draft_vectors
  WHERE vocabulary = 'open' AND kind <> 'concept' AND rank <= 1000
  UNION ALL
  SELECT
    concept_entries.game_id,
    concept_entries.feature_id,
    features.kind,
    features.vocabulary,
    features.name,
    concept_entries.weight
  FROM concept_entries
  JOIN features ON features.feature_id = concept_entries.feature_id
),
-- The rest of the length is what IGDB does not say of the game: a feature that no other game has.
unknown AS (
  -- With rounded weights, the length of a game of which all is known may be a little more than 1.
  SELECT game_id, ROUND({{ weight_scale }} * SQRT(GREATEST(1 - SUM(weight * weight), 0))) / {{ weight_scale }} AS weight
  FROM entries
  GROUP BY game_id
)
SELECT game_id, feature_id, kind, vocabulary, feature, weight
FROM entries
UNION ALL
SELECT game_id, 0 - game_id, 'unknown', 'unknown', 'unknown', weight
FROM unknown
WHERE weight > 0
