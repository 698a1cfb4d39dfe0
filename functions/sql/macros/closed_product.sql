-- closed_product(a, b): the dot product of the closed features of a and b, two rows of closed_features. All features of a kind
-- have one weight in one game: it is the number in common * both weights, summed over the kinds.
BIT_COUNT({{ a }}.genres & {{ b }}.genres) * {{ a }}.genre_weight * {{ b }}.genre_weight
  + BIT_COUNT({{ a }}.themes & {{ b }}.themes) * {{ a }}.theme_weight * {{ b }}.theme_weight
  + BIT_COUNT({{ a }}.modes & {{ b }}.modes) * {{ a }}.mode_weight * {{ b }}.mode_weight
  + BIT_COUNT({{ a }}.perspectives & {{ b }}.perspectives) * {{ a }}.perspective_weight * {{ b }}.perspective_weight
