import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cardNames,
  describeVisits,
  DESKTOP,
  expectAccessible,
  expectNoSidewaysScroll,
  PHONE,
  searchField,
  suggestions,
  tabTo,
  headingsOf,
  type Visit,
  WAIT,
} from './visit.ts';

describeVisits('a visitor of the site', (open) => {
  describe('with a keyboard alone', () => {
    let visited: Visit;

    beforeEach(async () => {
      visited = await open(DESKTOP);
      await visited.page.goto('/');
    });
    afterEach(() => {
      expect(visited.complaints).toEqual([]);
    });

    test('types a game, chooses it with the arrows and gets ten games with reasons', async () => {
      const { page } = visited;
      const field = searchField(page);
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.type('hollow');
      await suggestions(page).first().waitFor();
      await page.keyboard.press('ArrowDown');
      const chosen = page.getByRole('option', { selected: true });
      expect(await chosen.textContent()).toContain('Hollow Knight');
      expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
      await page.keyboard.press('Enter');

      await page.waitForURL(/\?like=\d+\.hollow-knight$/);
      expect(await cardNames(page)).toHaveLength(10);
      for (const card of await page.getByRole('article').all()) {
        expect(await card.getByRole('listitem').count()).toBeGreaterThan(0);
        expect(await card.textContent()).toMatch(/\d+ % match/);
      }
      expect(await page.title()).toBe('Games like Hollow Knight – Playkin');
    });

    test('closes the suggestions with Escape, and Enter alone takes the first', async () => {
      const { page } = visited;
      await page.keyboard.type('celeste');
      await suggestions(page).first().waitFor();
      await page.keyboard.press('Escape');
      expect(await suggestions(page).count()).toBe(0);
      expect(await searchField(page).inputValue()).toBe('celeste');
      await page.keyboard.press('Escape');
      expect(await searchField(page).inputValue()).toBe('');
      await page.keyboard.type('celeste');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\?like=\d+\.celeste$/);
    });

    test('chooses among the answers to what is in the field, however late they come', async () => {
      const { page } = visited;
      const answered = Promise.withResolvers<undefined>();
      // Letters typed after the first stay without an answer until the test lets it come.
      await page.route('**/api/search?q=ho*', async (route) => {
        await answered.promise;
        await route.continue();
      });
      await page.keyboard.type('h');
      await suggestions(page).first().waitFor();
      const [stale = ''] = await suggestions(page).allTextContents();
      expect(stale).not.toContain('Hollow Knight');
      await page.keyboard.type('ollow');
      await suggestions(page).first().click({ force: true });
      expect(new URL(page.url()).search).toBe('');
      expect(await page.getByRole('option', { selected: true }).count()).toBe(0);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).search).toBe('');
      answered.resolve(undefined);
      await page.waitForURL(/\?like=\d+\.hollow-knight$/);
    });

    test('filters, goes back, reloads, opens a game and rules one out', async () => {
      const { page } = visited;
      await page.goto('/?like=hollow-knight');
      const unfiltered = await cardNames(page);

      await tabTo(page, page.locator('summary', { hasText: 'Genre' }));
      await page.keyboard.press('Enter');
      await tabTo(page, page.getByRole('checkbox', { name: /^Puzzle/ }));
      await page.keyboard.press('Space');
      await page.waitForURL(/\?like=\d+\.hollow-knight&genre=puzzle$/);
      const filtered = await cardNames(page);
      expect(filtered).not.toEqual(unfiltered);

      await page.goBack();
      await page.waitForURL(/\?like=\d+\.hollow-knight$/);
      expect(await cardNames(page)).toEqual(unfiltered);
      await page.goForward();
      await page.reload();
      expect(await cardNames(page)).toEqual(filtered);
      await page.goBack();

      const [first = ''] = await cardNames(page);
      await tabTo(page, page.getByRole('article').getByRole('link', { name: first }));
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/game\/\d+\/[a-z0-9-]+$/);
      const heading = page.getByRole('heading', { level: 1, name: first });
      await heading.waitFor();
      expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await cardNames(page)).toHaveLength(10);

      await page.goBack();
      expect(await cardNames(page)).toEqual(unfiltered);
      await tabTo(page, page.getByRole('button', { name: 'Not like this' }).first());
      await page.keyboard.press('Enter');
      await page.waitForURL(/\?like=\d+\.hollow-knight&unlike=/);
      const steered = await cardNames(page);
      expect(steered).toHaveLength(10);
      expect(steered).not.toContain(first);
      await page.getByRole('button', { name: `Remove ${first}` }).waitFor();
    });

    test('skips the navigation', async () => {
      const { page } = visited;
      await page.goto('/about');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
      expect(new URL(page.url()).pathname).toBe('/about');
    });
  });

  test.each([
    ['Not like this', 'is ruled out'],
    ['Add to my picks', 'is one of your picks'],
  ])('keeps the place of whoever chooses “%s” far down', async (action, said) => {
    const { page, complaints } = await open(DESKTOP);
    await page.goto('/?like=hollow-knight');
    const names = await cardNames(page);
    const [card, button] = [page.getByRole('article').nth(6), page.getByRole('button', { name: action })];
    await card.getByRole('button', { name: action }).scrollIntoViewIfNeeded();
    const before = await card.boundingBox();
    await card.getByRole('button', { name: action }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .filter({ hasText: `${names[6] ?? ''} ${said}.` })
      .waitFor();

    const after = await cardNames(page);
    expect(after).not.toContain(names[6]);
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
    const top = (box: typeof before) => Math.round(box?.y ?? NaN);
    await expect.poll(async () => top(await card.boundingBox()), WAIT).toBe(top(before));
    await expect
      .poll(() => button.nth(6).evaluate((element) => element === document.activeElement), WAIT)
      .toBe(true);
    expect(complaints).toEqual([]);
  });

  test('sees answers on a small screen, however many games were picked', async () => {
    const { page } = await open(PHONE);
    await page.goto('/?like=hollow-knight,celeste,hades,portal&unlike=cuphead');
    await cardNames(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Games like these 4');
    expect(await page.title()).toBe('Games like Hollow Knight, Celeste, Hades and 1 more – Playkin');
    await expectNoSidewaysScroll(page);
    const first = await page.getByRole('article').first().boundingBox();
    expect(first?.y).toBeLessThan(PHONE.viewport.height / 2);
  });

  test('is told which matches are distant', async () => {
    const { page } = await open(DESKTOP);
    await page.goto('/?like=hollow-knight&genre=sport');
    await cardNames(page);
    const matches = await page.getByText('% match').allTextContents();
    expect(matches.some((match) => parseInt(match) < 20)).toBe(true);
    for (const match of matches) expect(match.includes('distant')).toBe(parseInt(match) < 20);
  });

  test.each(['/?like=nope', '/game/nope'])('is helped on where no game is: %s', async (path) => {
    const { page } = await open(DESKTOP);
    await page.goto(path);
    expect(await page.getByRole('alert').textContent()).toContain('no game');
    expect(await page.getByRole('main').textContent()).not.toMatch(/nope/i);
    expect(await page.title()).toBe('No such game here – Playkin');
    await expectAccessible(page);
    await page.keyboard.type('celeste');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?like=\d+\.celeste$/);
    expect(await cardNames(page)).toHaveLength(10);
  });

  test.each([
    ['from=soon', 'the year “soon”'],
    ['lang=xx', 'a language called “xx”'],
    ['genre=rpgs', 'no genre called “rpgs”'],
  ])('is told what of an address is not understood, and goes on without it: %s', async (fault, said) => {
    const { page } = await open(DESKTOP);
    const headings = await headingsOf(page);
    await page.goto(`/?like=celeste&${fault}`);
    expect(await page.getByRole('alert').textContent()).toContain(said);
    const heading = 'Part of this address is not understood';
    expect((await headings()).filter((text) => text !== 'Looking for games …')).toEqual([heading]);
    expect(await page.title()).toBe(`${heading} – Playkin`);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'without it' }).click();
    await page.waitForURL(/\?like=\d+\.celeste$/);
    expect(await cardNames(page)).toHaveLength(10);
  });

  test('reads names in the language of the browser too', async () => {
    const { page } = await open({ ...DESKTOP, locale: 'ja-JP' });
    await page.goto('/');
    await searchField(page).fill('persona 5');
    expect(await suggestions(page).first().textContent()).toContain('ペルソナ5');
    await suggestions(page).first().click();
    await cardNames(page);
    const [shown] = await page.getByRole('article').locator('.facts [dir=auto]').allTextContents();
    expect(shown).toMatch(/\p{Script=Katakana}|\p{Script=Hiragana}|\p{Script=Han}/u);
  });

  test.each([
    '/nowhere',
    '/game/',
    '/game/nope',
    '/?like=nope',
    '/?like=celeste,nope',
    '/?like=celeste&to=never',
  ])('reads the same in the heading and in the title of a page that tells of an error: %s', async (path) => {
    const { page } = await open(DESKTOP);
    await page.goto(path);
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => heading.textContent(), WAIT).not.toContain('Looking');
    expect(await page.title()).toBe(`${(await heading.textContent())?.trim() ?? ''} – Playkin`);
  });

  test('reads in heading and title what a list of traits alone is of', async () => {
    const { page } = await open(PHONE);
    await page.goto('/?more=stealth');
    expect(await cardNames(page)).toHaveLength(10);
    expect((await page.getByRole('heading', { level: 1 }).textContent())?.trim()).toBe('Games with Stealth');
    expect(await page.title()).toBe('Games with Stealth – Playkin');
    expect(await page.getByRole('heading', { name: 'You love' }).count()).toBe(0);
  });

  test('is told which of several games is not there', async () => {
    const { page } = await open(DESKTOP);
    await page.goto('/?like=celeste,nope');
    await page.getByText('nope (unknown)').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove nope' }).click();
    await page.waitForURL(/\?like=\d+\.celeste$/);
    expect(await cardNames(page)).toHaveLength(10);
  });

  test('finds, adds and removes games with a finger on a small screen', async () => {
    const { page, complaints } = await open(PHONE);
    await page.goto('/');
    await expectNoSidewaysScroll(page);
    await searchField(page).tap();
    await searchField(page).fill('portal');
    await suggestions(page).first().tap();
    await page.waitForURL(/\?like=\d+\.portal/);
    const [first = ''] = await cardNames(page);
    await expectNoSidewaysScroll(page);

    await page.getByRole('button', { name: 'Add to my picks' }).first().tap();
    await page.waitForURL(/like=\d+\.portal[^&]*,/);
    expect(await cardNames(page)).not.toContain(first);
    await page.getByRole('button', { name: `Remove ${first}` }).tap();
    await page.waitForURL(/like=\d+\.portal[^,&]*$/);

    await page.getByRole('button', { name: 'Filters' }).tap();
    await page.getByText('Hidden gems').tap();
    await page.waitForURL('**&popularity=hidden');
    await cardNames(page);
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);
  });

  test('is told in words when something fails, and can try again', async () => {
    const { page } = await open(DESKTOP);
    await page.route('**/api/recommend?**', (route) => route.abort());
    await page.goto('/?like=celeste');
    expect(await page.getByRole('alert').textContent()).toContain('cannot be reached');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('The list did not load');
    expect(await page.title()).toBe('The list did not load – Playkin');
    await page.unroute('**/api/recommend?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await cardNames(page)).toHaveLength(10);
  });

  describe('who sees or reads differently', () => {
    test.each([
      ['the start', '/', '.cover'],
      ['an answer', '/?like=hollow-knight,celeste&unlike=cuphead&platform=mac&from=2005', 'article'],
      ['an empty answer', '/?like=hollow-knight&genre=pinball&to=1971', 'text=No game fits'],
      ['a game', '/game/celeste', 'article article'],
      ['the explanation', '/about', 'h1'],
      ['a faulty address', '/?like=celeste&from=soon', 'h1'],
      ['no page', '/nowhere', 'h1'],
    ])('can use %s', async (_name, path, shown) => {
      const { page } = await open(DESKTOP);
      await page.goto(path);
      await page.locator(shown).first().waitFor();
      await expectAccessible(page);
      expect(await page.getByRole('link', { name: 'IGDB.com' }).count()).toBeGreaterThan(0);
    });

    test('can use suggestions and open filters', async () => {
      const { page } = await open(DESKTOP);
      await page.goto('/?like=hollow-knight');
      await cardNames(page);
      await page.locator('summary', { hasText: 'Platform' }).click();
      await expectAccessible(page);
      await searchField(page).fill('zelda');
      await suggestions(page).first().waitFor();
      await expectAccessible(page);
      await searchField(page).fill('zzzqqq');
      await page.getByText('No game is called').first().waitFor();
    });
  });
});
