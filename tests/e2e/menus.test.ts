import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  cardNames,
  describeVisits,
  DESKTOP,
  PHONE,
  searchField,
  suggestions,
  WAIT,
  type Visit,
} from './visit.ts';

/** People press on words. Playwright's `check` and a press on a hidden input would miss what happens then. */
const HANDS = [
  { name: 'a mouse on a desk', options: DESKTOP, touch: false },
  { name: 'a finger on a desk', options: { ...DESKTOP, hasTouch: true }, touch: true },
  { name: 'a mouse in a narrow window', options: { viewport: PHONE.viewport }, touch: false },
  { name: 'a finger on a phone', options: PHONE, touch: true },
];

const MENUS = [
  { menu: 'Genre', parameter: 'genre', none: 'Any genre' },
  { menu: 'Platform', parameter: 'platform', none: 'Any platform' },
  { menu: 'Theme', parameter: 'theme', none: 'Any theme' },
  { menu: 'Mode', parameter: 'mode', none: 'Any mode' },
  { menu: 'Perspective', parameter: 'perspective', none: 'Any perspective' },
];

/** A menu by its label; what it lists may be called like another menu. */
const menuOf = (page: Page, label: string) =>
  page.locator('details').filter({ has: page.locator('summary .label').getByText(label, { exact: true }) });

describeVisits('menus and lists', (open) => {
  describe.each(HANDS)('with $name', ({ options, touch }) => {
    const press = (target: Locator) => (touch ? target.tap() : target.click());

    async function openAnswer(): Promise<Visit> {
      const visited = await open(options);
      const { page } = visited;
      await page.goto('/?like=celeste');
      await cardNames(page);
      const toggle = page.getByRole('button', { name: 'Filters' });
      if (await toggle.isVisible()) await press(toggle);
      return visited;
    }

    test('the words of an entry choose it', async () => {
      const { page, complaints } = await openAnswer();
      for (const { menu, parameter, none } of MENUS) {
        const details = menuOf(page, menu);
        await press(details.locator('summary').getByText(menu));
        const entry = (at: number) => details.locator('label').nth(at);
        const isChosen = (at: number) => entry(at).getByRole('checkbox').isChecked();
        const chosen = () => new URL(page.url()).searchParams.get(parameter)?.split(',').length ?? 0;

        await press(entry(1).locator('span').first());
        await expect.poll(chosen, WAIT).toBe(1);
        // The number beside the words belongs to the entry too.
        await press(entry(4).locator('span').last());
        await expect.poll(chosen, WAIT).toBe(2);
        expect([await isChosen(0), await isChosen(1), await isChosen(4)]).toEqual([false, true, true]);
        await press(entry(4).locator('span').first());
        await expect.poll(chosen, WAIT).toBe(1);
        await press(details.getByText(none));
        await expect.poll(chosen, WAIT).toBe(0);
        expect(await details.getAttribute('open')).not.toBeNull();
      }
      expect(complaints).toEqual([]);
    });

    test('Escape closes a menu after a press on anything in it', async () => {
      const { page, complaints } = await openAnswer();
      const details = menuOf(page, 'Platform');
      const summary = details.locator('summary');
      for (const inside of [details.locator('label span').first(), details.locator('.panel')]) {
        await press(summary.getByText('Platform'));
        await press(inside);
        expect(await details.getAttribute('open')).not.toBeNull();
        await page.keyboard.press('Escape');
        expect(await details.getAttribute('open')).toBeNull();
        expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
      }
      expect(complaints).toEqual([]);
    });

    test('a press outside closes a menu and reaches what was pressed', async () => {
      const { page, complaints } = await openAnswer();
      const menu = menuOf(page, 'Genre');
      const summary = menu.locator('summary').getByText('Genre');
      await press(summary);
      await press(page.getByText('Hidden gems'));
      await page.waitForURL(/\?like=\d+\.celeste&popularity=hidden$/);
      expect(await menu.getAttribute('open')).toBeNull();

      await press(summary);
      await press(page.getByRole('heading', { level: 1 }));
      expect(await menu.getAttribute('open')).toBeNull();

      const other = menuOf(page, 'Platform');
      await press(summary);
      await press(other.locator('summary').getByText('Platform'));
      expect(await menu.getAttribute('open')).toBeNull();
      expect(await other.getAttribute('open')).not.toBeNull();
      expect(complaints).toEqual([]);
    });

    test('the words of a suggestion choose it, and those of a message do nothing', async () => {
      const { page, complaints } = await openAnswer();
      const field = searchField(page);
      const hasFocus = () => field.evaluate((element) => element === document.activeElement);
      await press(field);
      await field.pressSequentially('zzzqqq');
      const message = page.getByRole('search').locator('p[aria-hidden]', { hasText: 'No game is called' });
      await press(message);
      expect(await message.isVisible()).toBe(true);
      expect(await hasFocus()).toBe(true);

      await field.fill('hollow kn');
      const words = suggestions(page).filter({ hasText: 'Hollow Knight' }).first().getByText('Hollow Knight');
      await press(words);
      await page.waitForURL(/\?like=\d+\.celeste,\d+\.hollow-knight$/);

      await press(field);
      await field.fill('portal');
      await suggestions(page).first().waitFor();
      await press(page.getByRole('link', { name: 'Playkin' }));
      await page.waitForURL((url) => url.pathname === '/' && url.search === '');
      expect(await suggestions(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    });
  });

  test.each([
    ['a desk', DESKTOP],
    ['a phone', PHONE],
  ])('the word on its button shares the page on %s', async (_name, options) => {
    const { page, complaints } = await open(options);
    await page.goto('/?like=celeste');
    await page.getByText('Share', { exact: true }).click();
    await page.getByText(/Link copied|Copy it from the address bar/).waitFor();
    expect(complaints).toEqual([]);
  });

  test('Tab leads out of a menu and closes it', async () => {
    const { page } = await open(DESKTOP);
    await page.goto('/?like=celeste');
    await cardNames(page);
    const menu = menuOf(page, 'Genre');
    await menu.locator('summary').getByText('Genre').click();
    await menu.locator('label span').first().click();
    await menu.getByRole('checkbox').last().focus();
    expect(await menu.getAttribute('open')).not.toBeNull();
    for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press('Tab');
    await expect.poll(() => menu.getAttribute('open'), WAIT).toBeNull();
  });
});
