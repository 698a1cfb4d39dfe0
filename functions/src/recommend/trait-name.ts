/** Short forms that IGDB's keywords have in lower case, as people write them. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map(
  'PvP PvE MMO MMORPG RPG JRPG ARPG TRPG FPS TPS RTS MOBA NPC NPCs AI VR AR DLC QTE GPS UFO UFOs TV DJ BMX DNA HUD USB LGBTQ NASA CIA FBI NATO WW1 WW2 WWI WWII'
    .split(' ')
    .map((form) => [form.toLowerCase(), form]),
);
/** "2d", "4x" */
const DIGITS_AND_LETTER = /^\d+[dx]$/;

/** A keyword as the name of a trait: the first letter and known short forms upper case, the rest as it is. */
export function traitName(keyword: string): string {
  const written = keyword.replace(/[a-z0-9]+/gi, (word) => {
    if (DIGITS_AND_LETTER.test(word)) return word.toUpperCase();
    return SHORT_FORMS.get(word.toLowerCase()) ?? word;
  });
  return written.slice(0, 1).toUpperCase() + written.slice(1);
}
