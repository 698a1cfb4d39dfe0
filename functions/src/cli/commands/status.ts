import type { HealthAnswer, NightReport, StageReport } from '@playkin/shared/api.ts';
import { isJsonObject } from '@playkin/shared/json.ts';
import { duration } from '../../clock.ts';
import { hoursSinceGoodNight, readNight } from '../../release/night.ts';
import { reportNight } from '../../runs/night.ts';
import { type Stage, STAGES } from '../../stages.ts';
import type { Command, Context } from '../context.ts';
import { type DataDir, dataDirOf, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { hasTable } from '../data-dir/needs.ts';
import { formatRows } from '../terminal/format-rows.ts';

const STAGE_NAMES = Object.keys(STAGES) as Stage[];
/** As the alert in production: a night that is missed once may be made up for by the next. */
const LATE_HOURS = 36;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_HOURS = 24;

/** One screen: the last night by stage, the age of what is published, the bytes billed this month, and what to do. */
export const statusCommand: Command = async (args, context) => {
  const dataDir = dataDirOf(args, context);
  const night =
    args.url === undefined ? await ofDataDir(dataDir, context) : await ofSite(args.url, context.fetch);
  context.print(describeNight(night, context.clock(), args.url ?? dataDir.options));
};

async function ofDataDir(dataDir: DataDir, context: Context): Promise<NightReport | undefined> {
  const last = await readNight(dataDir.bucket);
  return withExistingWarehouse(dataDir, context, { readOnly: true }, async (warehouse) =>
    (await hasTable(warehouse, 'runs'))
      ? withoutRunning(await reportNight(warehouse, context.clock, last))
      : last,
  );
}

/** A laptop's warehouse opens only while no other process has it: what is still said to be running has died. */
const withoutRunning = (night: NightReport): NightReport => ({
  ...night,
  stages: Object.fromEntries(
    Object.entries(night.stages).map(([stage, report]) => [
      stage,
      report.status === 'running' ? { ...report, status: 'stopped' } : report,
    ]),
  ),
});

async function ofSite(url: string, fetch: Context['fetch']): Promise<NightReport | undefined> {
  const address = `${url.replace(/\/+$/, '')}/api/health`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: expected 200, found ${answer.status}.`);
  const health: unknown = await answer.json().catch(() => undefined);
  if (!isJsonObject(health) || health['status'] !== 'ok') {
    throw new Error(`${address}: expected the health of a Playkin site, found something else.`);
  }
  return (health as unknown as HealthAnswer).night;
}

/**
 * @param nowMs since 1970
 * @param where the options that name the data folder, or the site's address
 */
export function describeNight(night: NightReport | undefined, nowMs: number, where: string): string {
  if (night === undefined || Object.keys(night.stages).length === 0) {
    return `No stage has run yet. Next: ${where.startsWith('http') ? 'call ingest' : `npm run pipeline${where}`}\n`;
  }
  const { goodNightAt, stages, bytesBilledThisMonth } = night;
  const rows = STAGE_NAMES.map((stage) => rowOf(stage, stages[stage], nowMs));
  return [
    `Last good night    ${goodNightAt === undefined ? 'none yet' : `${shown(goodNightAt)}, ${ago(goodNightAt, nowMs)}`}`,
    `Published          ${night.release ?? 'nothing yet'}`,
    `Billed this month  ${(bytesBilledThisMonth / 1e9).toFixed(1)} GB`,
    '',
    formatRows(rows, 'table').trimEnd(),
    '',
    `Next: ${nextStep(night, nowMs, where)}`,
    '',
  ].join('\n');
}

function rowOf(stage: Stage, report: StageReport | undefined, nowMs: number) {
  if (report === undefined) return { stage, status: 'never ran', started: '', took: '', run: '' };
  const { startedAt, finishedAt, runId, complete } = report;
  const status = complete === false ? `${report.status}, not all` : report.status;
  const endMs = finishedAt === undefined ? nowMs : Date.parse(finishedAt);
  const took = duration(Math.max(0, Math.round((endMs - Date.parse(startedAt)) / 1000)));
  return { stage, status, started: shown(startedAt), took, run: runId };
}

function nextStep(night: NightReport, nowMs: number, where: string): string {
  const inCloud = where.startsWith('http');
  const again = (stage: Stage) => (inCloud ? `call ${stage} again` : `npm run ${stage}${where}`);
  const reason = (stage: Stage) =>
    inCloud
      ? `its log and the table runs say why`
      : `npm run query${where === '' ? ' --' : where} "select error from runs where stage = '${stage}' order by run_id desc limit 1" says why${stage === 'publish' ? ' (--force publishes a run of less quality all the same)' : ''}`;
  for (const stage of STAGE_NAMES) {
    const report = night.stages[stage];
    if (report === undefined) return `${stage} has never run: ${again(stage)}`;
    if (stage === 'ingest' && report.status === 'done' && report.complete === false) {
      return `a limit ended ingest before it had seen every game; it goes on: ${again(stage)}`;
    }
    if (report.status === 'running') return `wait: ${stage} is at work.`;
    if (report.status === 'failed') return `${stage} failed: ${reason(stage)}. Then ${again(stage)}`;
    if (report.status === 'stopped') return `${stage} ended before it was done: ${again(stage)}`;
  }
  const pending = STAGE_NAMES.find((stage) => stage === night.pending);
  if (pending !== undefined) return `${pending} has news to work on: ${again(pending)}`;
  const hours = hoursSinceGoodNight(night, nowMs);
  if (hours === undefined) return `no night is complete yet: ${again('ingest')}`;
  if (hours > LATE_HOURS)
    return `the last good night is more than ${LATE_HOURS} hours ago: ${again('ingest')}`;
  return 'nothing to do.';
}

const shown = (time: string) => `${time.slice(0, 16).replace('T', ' ')} UTC`;

function ago(time: string, nowMs: number): string {
  const minutes = Math.max(0, Math.round((nowMs - Date.parse(time)) / MINUTE_MS));
  if (minutes < 2 * HOUR_MINUTES) return `${minutes} min ago`;
  const hours = Math.round(minutes / HOUR_MINUTES);
  return hours < 2 * DAY_HOURS ? `${hours} hours ago` : `${Math.round(hours / DAY_HOURS)} days ago`;
}
