import type { NightReport } from '@playkin/shared/api.ts';
import { isJsonObject } from '@playkin/shared/json.ts';
import { NIGHT_PATH } from '@playkin/shared/release.ts';
import type { Storage } from '../storage.ts';

/** The last report of how the stages stand. Undefined before the first, and where the object is damaged: the next mends it. */
export async function readNight(storage: Storage): Promise<NightReport | undefined> {
  const bytes = await storage.read(NIGHT_PATH);
  if (bytes === undefined) return undefined;
  try {
    const report: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isJsonObject(report) && isJsonObject(report['stages'])
      ? (report as unknown as NightReport)
      : undefined;
  } catch {
    return undefined;
  }
}

const HOUR_MS = 3_600_000;

/** Hours since the last good night, to two decimals. Undefined before the first. */
export function hoursSinceGoodNight({ goodNightAt }: NightReport, nowMs: number): number | undefined {
  if (goodNightAt === undefined) return undefined;
  return Math.max(0, Math.round(((nowMs - Date.parse(goodNightAt)) / HOUR_MS) * 100) / 100);
}
