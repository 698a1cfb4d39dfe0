import { mount } from 'svelte';
import { createAddress } from './address.svelte.ts';
import { createAdultGames } from './adult-games.svelte.ts';
import { createApi } from './api.ts';
import App from './App.svelte';
import { languageOf } from './language.ts';
import './base.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app"');

mount(App, {
  target,
  props: {
    address: createAddress(window),
    adultGames: createAdultGames(() => window.localStorage),
    language: languageOf(window.navigator.languages),
    api: createApi((path, init) => window.fetch(path, init)),
  },
});
