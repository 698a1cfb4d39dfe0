import { readJudgements } from '../../evaluate/judgements.ts';
import type { Stage } from '../../stages.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, Context } from '../context.ts';
import { dataDirOf, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { measureLists } from './measure.ts';
import { runIngest, runPublish, runSimilarity } from './stages.ts';

const BYTES_PER_KIB = 1024;

/** What `npm run pipeline` ends with. */
export interface PipelineSummary {
  release: string;
  seconds: Record<Stage, number>;
  counts: Record<string, number>;
  /** Of this process, in MiB. */
  peakRssMb: number;
}

/** The three stages, one after the other; where there are judgements, the lists are measured before they are published. */
export async function runPipeline(args: Arguments, context: Context): Promise<PipelineSummary> {
  const timed = async <T>(stage: (args: Arguments, context: Context) => Promise<T>): Promise<[T, number]> => {
    const startedAt = context.clock();
    const result = await stage(args, context);
    return [result, Math.round((context.clock() - startedAt) / 100) / 10];
  };
  // What is wrong with the file is told at once.
  const judgements = args.judgements === undefined ? undefined : await readJudgements(args.judgements);
  const [ingested, ingestSeconds] = await timed(runIngest);
  const [compared, similaritySeconds] = await timed(runSimilarity);
  if (judgements !== undefined) {
    await withExistingWarehouse(dataDirOf(args, context), context, { readOnly: false }, (warehouse) =>
      measureLists(warehouse, judgements, context),
    );
  }
  const [published, publishSeconds] = await timed(runPublish);
  const { received, inserted, updated, unchanged, rejected, flawed, removed } = ingested;
  const neighbors = compared.counts['neighbors'] ?? 0;
  return {
    release: published.release,
    seconds: { ingest: ingestSeconds, similarity: similaritySeconds, publish: publishSeconds },
    counts: {
      received,
      inserted,
      updated,
      unchanged,
      rejected,
      flawed,
      removed,
      ...published.counts,
      neighbors,
    },
    peakRssMb: Math.round(process.resourceUsage().maxRSS / BYTES_PER_KIB),
  };
}

export const pipelineCommand: Command = async (args, context) => {
  context.print(`${JSON.stringify(await runPipeline(args, context))}\n`);
};
