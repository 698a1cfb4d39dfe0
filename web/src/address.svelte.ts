export interface Address {
  /** Path and query string. */
  readonly path: string;
  /** Whether the visitor has changed pages within the site; the focus then moves to the new page's heading. */
  readonly moved: boolean;
  /** Shows another path of the site; with `replace` the history gets no new entry. */
  go(path: string, options?: { replace?: boolean }): void;
  /** Writes the same page's address as it should be: no new entry, and the visitor has not moved. */
  correct(path: string): void;
}

/** The page's address as reactive state; it changes when a link is followed and when the visitor goes back. */
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
    correct(next) {
      window.history.replaceState(window.history.state, '', next);
      path = here();
    },
  };
}

/** The path of a clicked link within the site; undefined if the browser should handle the click. */
export function internalPath(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.origin !== window.location.origin || link.hash) return undefined;
  return link.pathname + link.search;
}
