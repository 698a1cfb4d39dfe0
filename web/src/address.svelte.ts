export interface Address {
  /** Path and query string. */
  readonly path: string;
  /** Whether the visitor has moved within the site, so that focus should follow. */
  readonly moved: boolean;
  /** Shows another path of the site; `replace` keeps the present entry of the history. */
  go(path: string, options?: { replace?: boolean }): void;
}

/** The page's address as reactive state: following a link or going back changes what is derived from it. */
export function createAddress(window: Window): Address {
  const here = () => window.location.pathname + window.location.search;
  let path = $state(here());
  let moved = $state(false);

  window.addEventListener('popstate', () => {
    path = here();
    moved = true;
  });

  return {
    get path() {
      return path;
    },
    get moved() {
      return moved;
    },
    go(next, { replace = false } = {}) {
      const page = window.location.pathname;
      window.history[replace ? 'replaceState' : 'pushState'](null, '', next);
      path = here();
      moved = true;
      if (window.location.pathname !== page) window.scrollTo(0, 0);
    },
  };
}

/** The path to show instead of following a clicked link; undefined leaves the click to the browser. */
export function internalPath(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.origin !== window.location.origin || link.hash) return undefined;
  return link.pathname + link.search;
}
