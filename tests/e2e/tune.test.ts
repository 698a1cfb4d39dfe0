import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  cardNames,
  describeVisits,
  DESKTOP,
  expectAccessible,
  expectNoSidewaysScroll,
  PHONE,
  WAIT,
} from './visit.ts';

const menu = (page: Page, label: string) =>
  page.locator('details').filter({ has: page.locator('summary .label').getByText(label, { exact: true }) });

describeVisits('a list is tuned', (open) => {
  describe.each([
    { name: 'desktop', options: DESKTOP },
    { name: 'phone', options: PHONE },
  ])('$name', ({ options }) => {
    test('by traits, popularity and variety, which the address keeps', async () => {
      const { page, complaints } = await open(options);
      await page.goto('/?like=hollow-knight');
      const plain = await cardNames(page);
      const toggle = page.getByRole('button', { name: 'Filters' });
      if (await toggle.isVisible()) await toggle.click();
      await menu(page, 'Tune').locator('summary').click();
      await page.getByRole('button', { name: 'Less Metroidvania' }).click();
      await page.waitForURL(/&less=metroidvania$/);
      await expect.poll(() => cardNames(page), WAIT).not.toEqual(plain);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.getByRole('slider', { name: 'How well known' }).fill('1');
      await page.getByRole('slider', { name: 'How unlike each other' }).fill('0.5');
      await page.waitForURL(/&less=metroidvania&popularity=1&variety=0\.5$/);
      await menu(page, 'More').locator('summary').click();
      await page.getByRole('checkbox', { name: /^Main game/ }).check();
      await page.waitForURL(/&type=main&/);
      await expectNoSidewaysScroll(page);
      expect(complaints).toEqual([]);
    });
  });

  test('and goes on below, without a game twice', async () => {
    const { page, complaints } = await open(DESKTOP);
    await page.goto('/?like=hollow-knight');
    const first = await cardNames(page);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(async () => (await cardNames(page)).length, WAIT).toBe(30);
    const names = await cardNames(page);
    expect(names.slice(0, first.length)).toEqual(first);
    expect(new Set(names).size).toBe(names.length);
    expect(complaints).toEqual([]);
  });

  test('in the other direction, until another game is added', async () => {
    const { page, complaints } = await open(DESKTOP);
    await page.goto('/?like=hollow-knight');
    await cardNames(page);
    await menu(page, 'Tune').locator('summary').click();
    await page.getByRole('checkbox', { name: 'Games that would lead here instead' }).check();
    await page.waitForURL(/like=\d+\.hollow-knight&direction=reverse$/);
    expect((await cardNames(page)).length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Add to my picks' }).first().click();
    await page.waitForURL(/like=\d+\.hollow-knight,\d+\.[a-z0-9-]+$/);
    expect(complaints).toEqual([]);
  });

  test('by how much each pick counts', async () => {
    const { page, complaints } = await open(DESKTOP);
    await page.goto('/?like=hollow-knight,stardew-valley');
    const even = await cardNames(page);
    await page.getByRole('button', { name: 'Stardew Valley counts 1 times. Change' }).click();
    await page.waitForURL(/like=\d+\.hollow-knight,\d+\.stardew-valley:2$/);
    await expect.poll(() => cardNames(page), WAIT).not.toEqual(even);
    expect(complaints).toEqual([]);
  });

  test('and a filter that leaves nothing says which one to drop', async () => {
    const { page, complaints } = await open(PHONE);
    await page.goto('/?like=hollow-knight&genre=racing&platform=linux&to=1985');
    await page.getByRole('button', { name: /^Drop “to”: \d+ games? fits?$/ }).click();
    expect((await cardNames(page)).length).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('what the API can be asked is a page of its own', async () => {
    const { page, complaints } = await open(PHONE);
    await page.goto('/docs');
    await page.getByRole('heading', { name: '/api/recommend' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);
  });
});
