import type { Arguments } from '../arguments.ts';
import { type BuiltFrom, isPublished, readBuiltFrom, recipe } from '../data-dir/built-from.ts';
import type { Command, Context } from '../context.ts';
import { type DataDir, dataDirOf, hasWarehouse, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { hasTable } from '../data-dir/needs.ts';
import { readinessOf } from '../../runs/readiness.ts';
import { BusyError, DamagedError } from '../../warehouse.ts';
import { checkPort } from '../site/listen.ts';
import { fingerprintOf, originOf } from '../source/origin.ts';
import { runPipeline } from './pipeline.ts';
import { serve } from './serve.ts';

/** From whatever is there to the site: the pipeline runs unless what it would make is published already. */
export const startCommand: Command = async (args, context) => {
  // Found out before the work, not after it.
  await checkPort(args.port, context.config.host);
  const dataDir = dataDirOf(args, context);
  const built = await readBuiltFrom(dataDir, context);
  if (!(await isCurrent(args, context, dataDir, built))) {
    // A crawl of IGDB takes minutes: what it has brought is built upon.
    const mode = built?.origin.kind === 'igdb' ? 'smart' : args.mode;
    await runPipeline({ ...args, mode }, context);
  }
  await serve(args, context);
};

async function isCurrent(
  args: Arguments,
  context: Context,
  dataDir: DataDir,
  built: BuiltFrom | undefined,
): Promise<boolean> {
  if (!(await isPublished(dataDir))) return false;
  // Put there by hand: as good as what is asked for, unless something else is.
  if (built === undefined) return args.catalog === undefined;
  if (built.published?.recipe !== recipe()) return false;
  if (await hasNews(dataDir, context)) return false;
  // Nothing else is asked for than what is there, though the file it came from may have gone.
  if (args.catalog === undefined && built.origin.kind !== 'bundled') return true;
  const origin = originOf(args, context.config, built.origin);
  return origin.kind === built.origin.kind && built.published.fingerprint === (await fingerprintOf(origin));
}

/** Whether an ingest or a similarity, run by itself, has brought what is not published. Where nobody can tell, what there is is served. */
async function hasNews(dataDir: DataDir, context: Context): Promise<boolean> {
  if (!hasWarehouse(dataDir)) return false;
  try {
    return await withExistingWarehouse(dataDir, context, { readOnly: true }, async (warehouse) => {
      if (!(await hasTable(warehouse, 'runs'))) return false;
      for (const stage of ['similarity', 'publish'] as const) {
        if ((await readinessOf(warehouse, stage)).decision === 'run') return true;
      }
      return false;
    });
  } catch (error) {
    if (error instanceof BusyError || error instanceof DamagedError) return false;
    throw error;
  }
}
