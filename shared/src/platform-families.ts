/** Families of platforms that people choose as one, by IGDB's platform names. */
export interface PlatformFamily {
  slug: string;
  name: string;
  platforms: readonly string[];
}

export const PLATFORM_FAMILIES: readonly PlatformFamily[] = [
  {
    slug: 'any-pc',
    name: 'Any PC',
    platforms: ['PC (Microsoft Windows)', 'Mac', 'Linux', 'DOS'],
  },
  {
    slug: 'any-playstation',
    name: 'Any PlayStation',
    platforms: [
      'PlayStation',
      'PlayStation 2',
      'PlayStation 3',
      'PlayStation 4',
      'PlayStation 5',
      'PlayStation Portable',
      'PlayStation Vita',
    ],
  },
  {
    slug: 'any-xbox',
    name: 'Any Xbox',
    platforms: ['Xbox', 'Xbox 360', 'Xbox One', 'Xbox Series X|S'],
  },
  {
    slug: 'any-nintendo-console',
    name: 'Any Nintendo console',
    platforms: [
      'Nintendo Entertainment System',
      'Family Computer',
      'Family Computer Disk System',
      'Super Nintendo Entertainment System',
      'Super Famicom',
      'Nintendo 64',
      'Nintendo GameCube',
      'Wii',
      'Wii U',
      'Nintendo Switch',
      'Nintendo Switch 2',
    ],
  },
  {
    slug: 'any-nintendo-handheld',
    name: 'Any Nintendo handheld',
    platforms: [
      'Game Boy',
      'Game Boy Color',
      'Game Boy Advance',
      'Nintendo DS',
      'Nintendo DSi',
      'Nintendo 3DS',
      'New Nintendo 3DS',
      'Nintendo Switch',
      'Nintendo Switch 2',
    ],
  },
  {
    slug: 'any-sega',
    name: 'Any Sega',
    platforms: [
      'Sega Master System/Mark III',
      'Sega Mega Drive/Genesis',
      'Sega CD',
      'Sega 32X',
      'Sega Saturn',
      'Dreamcast',
      'Sega Game Gear',
    ],
  },
  {
    slug: 'any-phone',
    name: 'Any phone or tablet',
    platforms: ['Android', 'iOS', 'Windows Phone', 'Legacy Mobile Device'],
  },
  {
    slug: 'any-vr',
    name: 'Any VR headset',
    platforms: [
      'SteamVR',
      'Oculus VR',
      'Oculus Rift',
      'Oculus Quest',
      'Meta Quest 2',
      'Meta Quest 3',
      'PlayStation VR',
      'PlayStation VR2',
      'Windows Mixed Reality',
      'Gear VR',
      'Oculus Go',
    ],
  },
];
