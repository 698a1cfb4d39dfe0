import { createContext } from 'svelte';
import type { AdultGames } from './adult-games.svelte.ts';
import type { Address } from './address.svelte.ts';
import type { Api } from './api.ts';

export const [getApi, setApi] = createContext<Api>();
export const [getAdultGames, setAdultGames] = createContext<AdultGames>();
export const [getAddress, setAddress] = createContext<Address>();
