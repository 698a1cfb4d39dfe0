import { untrack } from 'svelte';
import { ApiError, type Api, type Request } from './api.ts';

/** State of an answer that is fetched again whenever the request changes. */
export interface Resource<T> {
  /** The answer; while the next one is loading, the previous one. */
  readonly data: T | undefined;
  readonly loading: boolean;
  readonly error: ApiError | undefined;
  retry(): void;
}

interface Settled<T> {
  path: string;
  data?: T;
  error?: ApiError;
}

/** Fetches what `request` returns, and cancels that when the request changes. */
export function resource<T>(api: Api, request: () => Request<T> | undefined): Resource<T> {
  let settled = $state.raw<Settled<T>>();
  let attempt = $state(0);
  const path = $derived(request()?.path);
  const current = $derived.by((): Settled<T> | undefined => {
    if (path === undefined) return undefined;
    if (settled?.path === path) return settled;
    const data = api.peek<T>({ path });
    return data && { path, data };
  });

  $effect(() => {
    void attempt;
    if (path === undefined) {
      settled = undefined;
      return;
    }
    const asked = path;
    const controller = new AbortController();
    // The path alone decides whether to ask again.
    const pathByIds = untrack(request)?.pathByIds;
    api.get<T>({ path: asked, ...(pathByIds && { pathByIds }) }, controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) settled = { path: asked, data };
      },
      (error: unknown) => {
        if (!controller.signal.aborted) settled = { path: asked, error: asApiError(error) };
      },
    );
    return () => controller.abort();
  });

  return {
    get data() {
      return path === undefined || current?.error ? undefined : (current?.data ?? settled?.data);
    },
    get loading() {
      return path !== undefined && !current;
    },
    get error() {
      return current?.error;
    },
    retry() {
      settled = undefined;
      attempt += 1;
    },
  };
}

const asApiError = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError('Playkin gave an answer that this page cannot read.');
