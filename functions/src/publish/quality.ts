import type { Measured } from '../evaluate/quality.ts';
import type { Warehouse } from '../warehouse.ts';

/** What was measured of a similarity run, by metric; nothing where it was not measured. */
export async function readQuality(warehouse: Warehouse, runId: string): Promise<Record<string, Measured>> {
  const sql = 'SELECT metric, value, low, high FROM quality WHERE run_id = @runId ORDER BY metric';
  const quality: Record<string, Measured> = {};
  for await (const { metric, value, low, high } of warehouse.query(sql, { runId })) {
    quality[String(metric)] = {
      value: Number(value),
      ...(typeof low === 'number' && { low }),
      ...(typeof high === 'number' && { high }),
    };
  }
  return quality;
}
