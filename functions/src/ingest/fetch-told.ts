import { isoTime } from '../clock.ts';
import { markRemoved } from './reconcile.ts';
import type { Session } from './session.ts';
import { readWebhookIds } from './webhook-ids.ts';

/** Fetches the games that webhooks have told of since the last sweep began; those that IGDB no longer has are removed. */
export async function fetchTold(session: Session): Promise<void> {
  const { plan, storage, clock } = session;
  if (plan.toldAfter === undefined) return;
  const ids = await readWebhookIds(storage, plan.toldAfter, isoTime(clock()));
  if (ids.length > 0) await markRemoved(session, ids);
}
