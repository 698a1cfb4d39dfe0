import type { RecommendHandlerOptions } from '../../recommend/handler.ts';
import type { Arguments } from '../arguments.ts';
import { buildSite } from '../site/build-site.ts';
import { checkPort } from '../site/listen.ts';
import { isPublished, readBuiltFrom } from '../data-dir/built-from.ts';
import type { Command, Context } from '../context.ts';
import { dataDirOf, hasWarehouse } from '../data-dir/data-dir.ts';
import { NotReadyError } from '../errors.ts';
import { nameOf } from '../source/origin.ts';

/** How often the published release is looked at, for a new one to be picked up at once. */
const RECHECK_MS = 2_000;

/** Site and API over what the data folder has published, until it is ended. */
export async function serve(args: Arguments, context: Context): Promise<void> {
  // Found out before the site is built, not after it.
  await checkPort(args.port, context.config.host);
  const dataDir = dataDirOf(args, context);
  const { bucket, path } = dataDir;
  await buildSite(context.progress.say);
  // Not before it is needed: loading the web servers takes as long as answering a query.
  const { startSite } = await import('../site/site.ts');
  const problems: string[] = [];
  let tell = (problem: string): void => {
    problems.push(problem);
  };
  const options: RecommendHandlerOptions = {
    storage: bucket,
    clock: context.clock,
    sleep: context.sleep,
    recheckMs: RECHECK_MS,
    version: context.config.version,
    log: ({ severity, message, stack }) => {
      if (severity !== 'INFO') tell(context.config.debug ? (stack ?? message) : message);
    },
  };
  const site = await startSite(args.port, options, context.config.host);
  // Loads the release, which takes some seconds for a large one: before somebody waits for it.
  const health = await context.fetch(`${site.url}/api/health`);
  if (!health.ok) {
    await site.close();
    const problem = `Nothing in ${path} can be served: ${problems.join(' ') || `status ${health.status}`}`;
    throw new NotReadyError(
      problem,
      `npm run ${hasWarehouse(dataDir) ? 'publish' : 'pipeline'}${dataDir.options}`,
    );
  }
  tell = context.progress.say;
  context.print(`Playkin is at ${site.url}  (Ctrl-C ends it)\n`);
}

/** @throws {@link NotReadyError} when nothing is published, or only a catalogue that has been replaced since */
export const serveCommand: Command = async (args, context) => {
  const dataDir = dataDirOf(args, context);
  if (!(await isPublished(dataDir))) {
    throw new NotReadyError(`There is no release in ${dataDir.path}`, `npm run pipeline${dataDir.options}`);
  }
  const built = await readBuiltFrom(dataDir, context);
  if (built !== undefined && built.published === undefined) {
    throw new NotReadyError(
      `The release in ${dataDir.path} is not made from ${nameOf(built.origin)}, which is in the warehouse`,
      `npm run pipeline${dataDir.options}`,
    );
  }
  await serve(args, context);
};
