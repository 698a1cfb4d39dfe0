-- Both games of every pair exist and are canonical.
SELECT neighbors.game_id, neighbors.neighbor_id
FROM neighbors
LEFT JOIN release_games AS game ON game.game_id = neighbors.game_id AND game.canonical_id = game.game_id
LEFT JOIN release_games AS neighbor
  ON neighbor.game_id = neighbors.neighbor_id AND neighbor.canonical_id = neighbor.game_id
WHERE game.game_id IS NULL OR neighbor.game_id IS NULL
