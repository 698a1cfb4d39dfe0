import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where a browser may be: what the environment names, Debian's and Google's packages, Playwright's own download. */
const candidates = () => [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  chromium.executablePath(),
];

const QUIET = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser to test with; undefined where there is none. */
export const findChromium = (): string | undefined =>
  candidates().find((path) => path !== undefined && existsSync(path));

/** For whoever skips tests for want of a browser: silence would look like success. */
export const NO_BROWSER = `NO BROWSER: the tests of the site are SKIPPED. Install Chromium or set CHROMIUM_PATH.`;

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: QUIET });
