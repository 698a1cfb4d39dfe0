-- Keywords about shops, awards, hardware and production: they say nothing about what a game is like.
SELECT DISTINCT tag_id, name
FROM game_tags
WHERE kind = 'keyword' AND REGEXP_CONTAINS(
  LOWER(name),
  'steam(works| achiev| cloud| trading| leader| play| workshop| greenlight|$)|achievement|troph(y|ies)|trading card|(^| )awards?|nominee|available on|digital distribution|download|dlc|games with gold|games on demand|playstation|xbox|nintendo|wii|amiibo|virtual console|game boy|super game|controller support|controller recommend|gamepad|kickstarter|crowd ?fund|cloud sav|onlive|gamefly|game engine|bink|middleware|physx|havok|^e3|gamescom|^pax |^gdc |open.source|compatib|leaderboard|remote play|cross.save|early access|greenlight|^retail|voice acting|casual game|^gog|humble|epic games|^ea app|^origin$|uplay|ubisoft connect|single-player only|one-handed|instruction manual|polygonal 3d|difficulty level|ragdoll|securom|^drm|sequel|prequel|spin-off|reboot|remake|remaster|(^| )(sup)?port$|limited edition|collector|e-sports world|professional gaming|games for windows|source code|unreal|(^| )unity|(^| )rating|esrb|pegi|patch|(^| )beta|(^| )demos?( |/|$)|bonus|pre-order|microtransaction|multiple gameplay perspectives|quicksav|hotkey|loading|easter egg|wilhelm'
)
