import { tick } from 'svelte';

/**
 * Lets the page change and scrolls it so that the list's child at `index`, the same or another, is where it was in the
 * window. Call it before the page has changed.
 *
 * @returns the child that stands there now, or the last one of a shorter list; undefined where the list is gone
 */
export async function keepingInPlace(
  list: HTMLElement | undefined,
  index: number,
  change?: () => void,
): Promise<Element | undefined> {
  const childThere = () => list?.children[index] ?? list?.lastElementChild ?? undefined;
  const before = childThere()?.getBoundingClientRect().top;
  change?.();
  await tick();
  const child = childThere();
  if (!child?.isConnected) return undefined;
  if (before !== undefined) window.scrollBy(0, child.getBoundingClientRect().top - before);
  return child;
}
