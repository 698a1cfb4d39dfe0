import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cardNames,
  describeVisits,
  DESKTOP,
  expectAccessible,
  expectNoSidewaysScroll,
  PHONE,
  type Visit,
} from './visit.ts';

const WITH_ADULT_GAMES = '/?like=hollow-knight&adult=include';

describeVisits('what a list leaves out', (open) => {
  for (const [name, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    describe(name, () => {
      let visited: Visit;
      beforeEach(async () => {
        visited = await open(size);
      });
      afterEach(() => {
        expect(visited.complaints).toEqual([]);
      });

      const switchOf = ({ page }: Visit) => page.getByRole('switch', { name: 'Show adult games' });
      const questionOf = ({ page }: Visit) => page.getByRole('region', { name: 'Adult games' });

      test('the switch for adult games is off at first, and is kept in the address and in the browser', async () => {
        const { page } = visited;
        await page.goto('/?like=hollow-knight');
        await cardNames(page);
        expect(await switchOf(visited).isChecked()).toBe(false);
        await switchOf(visited).check();
        await page.waitForURL(/like=\d+\.hollow-knight&adult=include$/);
        await page.goto('/?like=celeste');
        await page.waitForURL(/like=\d+\.celeste&adult=include$/);
        expect(await switchOf(visited).isChecked()).toBe(true);
        await switchOf(visited).uncheck();
        await page.waitForURL(/like=\d+\.celeste$/);
      });

      test('an address with adult games asks who opens it, once', async () => {
        const { page } = visited;
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        await page.goto(WITH_ADULT_GAMES);
        await cardNames(page);
        await questionOf(visited).waitFor();
        expect(asked.filter((url) => url.includes('/api/') && url.includes('adult=include'))).toEqual([]);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await questionOf(visited).getByRole('button', { name: 'Leave them out' }).click();
        await page.waitForURL(/like=\d+\.hollow-knight$/);
        await page.goto(WITH_ADULT_GAMES);
        await page.waitForURL(/like=\d+\.hollow-knight$/);
        expect(await questionOf(visited).count()).toBe(0);
      });

      test('who answers that they want to see them does', async () => {
        const { page } = visited;
        await page.goto(WITH_ADULT_GAMES);
        await questionOf(visited).getByRole('button', { name: 'Show adult games' }).click();
        await questionOf(visited).waitFor({ state: 'detached' });
        expect(page.url()).toContain('adult=include');
        expect(await switchOf(visited).isChecked()).toBe(true);
      });

      test('the rest of a series is a line under the list, and can be listed', async () => {
        const { page } = visited;
        await page.goto('/?like=halo-3');
        const names = await cardNames(page);
        expect(names.filter((title) => title.startsWith('Halo')).length).toBeLessThan(2);
        await page.getByText('The rest of the series').waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.getByRole('button', { name: 'List them too' }).click();
        await page.waitForURL(/like=\d+\.halo-3&series=all$/);
        await page.getByRole('button', { name: 'Two of a series at most' }).click();
        await page.waitForURL(/like=\d+\.halo-3$/);
      });
    });
  }
});
