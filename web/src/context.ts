import { createContext } from 'svelte';
import type { Address } from './address.svelte.ts';
import type { Api } from './api.ts';

export const [getApi, setApi] = createContext<Api>();
export const [getAddress, setAddress] = createContext<Address>();
