import { createContext } from 'svelte';
import type { AdultGames } from './adult-games.svelte.ts';
import type { Language } from '@playkin/shared/release.ts';
import type { Address } from './address.svelte.ts';
import type { Api } from './api.ts';

export const [getApi, setApi] = createContext<Api>();
export const [getAdultGames, setAdultGames] = createContext<AdultGames>();
/** The language in which the visitor reads names; undefined: as IGDB writes them. */
export const [getLanguage, setLanguage] = createContext<Language | undefined>();
export const [getAddress, setAddress] = createContext<Address>();
