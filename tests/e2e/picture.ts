/** Takes the README's picture of the page: `npm run picture -- URL FILE.png [WIDTH]`. */
import { findChromium, launchChromium } from './chromium.ts';

const [url = 'http://localhost:5000/?like=hollow-knight', file = '.github/playkin.png', width = '1440'] =
  process.argv.slice(2);
const chromium = findChromium();
if (chromium === undefined) process.exit(1);
const browser = await launchChromium(chromium);
const page = await browser.newPage({
  viewport: { width: Number(width), height: Number(width) < 600 ? 780 : 900 },
});
await page.goto(url);
await page.locator('main').waitFor();
await page.waitForLoadState('networkidle');
await page.screenshot({ path: file });
await browser.close();
