/** The short names that players use, by IGDB's platform name. */
const SHORT_NAMES: Record<string, string> = {
  '3DO Interactive Multiplayer': '3DO',
  'Commodore C64/128/MAX': 'C64',
  'Family Computer': 'Famicom',
  'Family Computer Disk System': 'Famicom Disk',
  'Game Boy': 'GB',
  'Game Boy Advance': 'GBA',
  'Game Boy Color': 'GBC',
  'Google Stadia': 'Stadia',
  'Meta Quest 2': 'Quest 2',
  'Meta Quest 3': 'Quest 3',
  'New Nintendo 3DS': 'New 3DS',
  'Nintendo 3DS': '3DS',
  'Nintendo 64': 'N64',
  'Nintendo DS': 'DS',
  'Nintendo DSi': 'DSi',
  'Nintendo Entertainment System': 'NES',
  'Nintendo GameCube': 'GameCube',
  'Nintendo Switch': 'Switch',
  'Nintendo Switch 2': 'Switch 2',
  'Oculus Quest': 'Quest',
  'Oculus Rift': 'Rift',
  'PC (Microsoft Windows)': 'PC',
  PlayStation: 'PS1',
  'PlayStation 2': 'PS2',
  'PlayStation 3': 'PS3',
  'PlayStation 4': 'PS4',
  'PlayStation 5': 'PS5',
  'PlayStation Portable': 'PSP',
  'PlayStation VR': 'PS VR',
  'PlayStation VR2': 'PS VR2',
  'PlayStation Vita': 'PS Vita',
  'Sega Game Gear': 'Game Gear',
  'Sega Master System/Mark III': 'Master System',
  'Sega Mega Drive/Genesis': 'Mega Drive',
  'Sega Saturn': 'Saturn',
  'Super Famicom': 'Super Famicom',
  'Super Nintendo Entertainment System': 'SNES',
  'Turbografx-16/PC Engine CD': 'PC Engine CD',
  'TurboGrafx-16/PC Engine': 'PC Engine',
  'Web browser': 'Web',
  'Windows Phone': 'Win Phone',
  'Xbox Series X|S': 'Xbox Series',
};

export const shortPlatform = (name: string) => SHORT_NAMES[name] ?? name;

/** Short names of the first `shown` platforms, and the number of the others. */
export function shortPlatforms(names: readonly string[], shown: number): string {
  const first = names.slice(0, shown).map(shortPlatform).join(', ');
  return names.length > shown ? `${first} +${names.length - shown}` : first;
}
