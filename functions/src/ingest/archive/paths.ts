/** Below this, `date=<UTC day the run started>/run=<run id>/` holds what one run received. */
export const ARCHIVE_PREFIX = 'raw/games/';

/** A crawl of IGDB has 700 pages; names of one length sort as their numbers do up to a million. */
const SEQUENCE_DIGITS = 6;

/** The ids found to be gone, `{"id":1,"removed_at":"…"}` a line. */
export const REMOVED_FILE = 'removed.ndjson.gz';
/** The run's row of the table runs. */
export const RUN_FILE = 'run.json';

/** @param startedAt ISO 8601, UTC */
export const runFolder = ({ runId, startedAt }: { runId: string; startedAt: string }): string =>
  `${ARCHIVE_PREFIX}date=${startedAt.slice(0, 'yyyy-mm-dd'.length)}/run=${runId}/`;

/**
 * Name of a page: 000017-20260102T030405678Z.ndjson.gz.
 *
 * @param sequence number of the page within its run, from 0
 * @param fetchedAt ISO 8601, UTC, to the millisecond
 */
export const pageFile = (sequence: number, fetchedAt: string): string =>
  `${String(sequence).padStart(SEQUENCE_DIGITS, '0')}-${fetchedAt.replaceAll(/[-:.]/g, '')}.ndjson.gz`;

/** A path in an archive, taken apart. */
export interface ArchivedFile {
  /** The run's folder, its last slash included. */
  folder: string;
  runId: string;
  name: string;
  /** Of a page; ISO 8601, UTC. */
  fetchedAt?: string;
}

const FILE = /^(?<folder>(?:.*\/)?run=(?<runId>[^/]+)\/)(?<name>[^/]+)$/;
const PAGE = /^\d+-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.ndjson\.gz$/;

/** Undefined for a path that is none of a run's files. */
export function parseArchivePath(path: string): ArchivedFile | undefined {
  const { folder, runId, name } = FILE.exec(path)?.groups ?? {};
  if (folder === undefined || runId === undefined || name === undefined) return undefined;
  if (name === REMOVED_FILE || name === RUN_FILE) return { folder, runId, name };
  return PAGE.test(name)
    ? { folder, runId, name, fetchedAt: name.replace(PAGE, '$1-$2-$3T$4:$5:$6.$7Z') }
    : undefined;
}
