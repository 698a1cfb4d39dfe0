import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';

/** A page waits this long for what it should show: many times what a busy machine needs. */
const WAIT_MS = 60_000;
export const WAIT = { timeout: WAIT_MS };
export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const COVERS = 'https://images.igdb.com/';

export interface Visit {
  page: Page;
  /** What no visit may bring: errors of scripts, messages in the console, requests to strangers. */
  complaints: string[];
}

/** A suite whose tests visit the site with one browser; skipped where there is none. Each test's pages close after it. */
export function describeVisits(
  name: string,
  tests: (open: (options: BrowserContextOptions) => Promise<Visit>) => void,
): void {
  const chromium = findChromium();
  describe.skipIf(chromium === undefined)(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium(chromium ?? '');
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    });
    afterAll(() => browser.close());
    tests((options) => visit(browser, inject('siteUrl'), options));
  });
}

/** Opens a page that tells of everything that goes wrong in it. Covers fail quietly: no test needs the network. */
async function visit(browser: Browser, origin: string, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext({ baseURL: origin, ...options });
  context.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  await context.route(`${COVERS}**`, (route) => route.abort());
  const page = await context.newPage();
  page.on('console', (message) => {
    const ofCover = message.location().url.startsWith(COVERS);
    if (['error', 'warning'].includes(message.type()) && !ofCover) complaints.push(message.text());
  });
  page.on('crash', () => complaints.push('the tab crashed'));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    const own = url.startsWith(`${origin}/`) || url.startsWith('data:');
    if (!own && !url.startsWith(COVERS)) complaints.push(`request to ${url}`);
  });
  return { page, complaints };
}

/** Tabs on until the element has the focus, as someone without a mouse would. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const MANY = 100;
  for (let pressed = 0; pressed < MANY; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab leads to ${String(target)}`);
}

export const searchField = (page: Page): Locator => page.getByRole('combobox', { name: /game you love/ });
// The years to choose from are options too.
export const suggestions = (page: Page): Locator => page.getByRole('listbox').getByRole('option');

/** To be called before a page is opened. @returns what tells every text that its first heading has had since, in order */
export async function headingsOf(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { headingsSeen: seen });
    new MutationObserver(() => {
      const text = document.querySelector('h1')?.textContent.trim();
      if (text !== undefined && text !== seen.at(-1)) seen.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { headingsSeen: string[] }).headingsSeen);
}

/** Names of the games on the cards, once they answer the present question. */
export async function cardNames(page: Page): Promise<string[]> {
  await page.locator('ol[data-settled] h2').first().waitFor();
  return page.locator('ol[data-settled] h2').allTextContents();
}

/** No violation of axe's rules, and enough contrast in light and in dark colours. */
export async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode tests no frames of other origins, of which there are none, and takes a fraction of the time.
  const axe = () => new AxeBuilder({ page }).setLegacyMode();
  // A colour on its way from one scheme to the other has a contrast of neither.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await axe().withRules('color-contrast').analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axe().analyze();
  const violations = [...dark.violations, ...light.violations];
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

export const expectNoSidewaysScroll = async (page: Page): Promise<void> =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
