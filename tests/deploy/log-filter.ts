/** The part of Cloud Logging's filter language that the alerts use. Anything else is refused, so that no filter passes unread. */

/** An entry as Cloud Logging holds it. */
export interface CloudLogEntry {
  severity: string;
  logName: string;
  resource: { type: string; labels: Record<string, string> };
  jsonPayload?: Record<string, unknown>;
  textPayload?: string;
  httpRequest?: { status: number };
}

const SEVERITIES = [
  'DEFAULT',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'ERROR',
  'CRITICAL',
  'ALERT',
  'EMERGENCY',
];
const COMPARISON = /^(?<path>[\w.@"/]+?)(?<operator>>=|<=|!=|=~|=|>|<)(?<value>"(?:[^"\\]|\\.)*"|[\w.]+)$/;
const LOG_ID = /^log_id\("(?<id>[^"]+)"\)$/;

/** Whether the filter, of which each line must hold, selects the entry. */
export function matches(filter: string, entry: CloudLogEntry): boolean {
  const lines = filter.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').every((line) => holds(line, entry));
}

function holds(line: string, entry: CloudLogEntry): boolean {
  const id = LOG_ID.exec(line)?.groups?.['id'];
  if (id !== undefined) return entry.logName.endsWith(`/logs/${encodeURIComponent(id)}`);
  const { path = '', operator = '', value = '' } = COMPARISON.exec(line)?.groups ?? {};
  if (path === '') throw new Error(`Expected a comparison or log_id("…"), found: ${line}`);
  const found = valueAt(entry, path);
  if (path === 'severity') {
    return compare(SEVERITIES.indexOf(String(found)), operator, SEVERITIES.indexOf(value));
  }
  // A field that is not there equals nothing and compares with nothing.
  if (found === undefined) return operator === '!=';
  if (!value.startsWith('"')) return typeof found === 'number' && compare(found, operator, Number(value));
  const text: unknown = JSON.parse(value);
  if (operator === '=~') return new RegExp(String(text)).test(String(found));
  // Cloud Logging compares texts without regard to case.
  const [left, right] = [String(found).toLowerCase(), String(text).toLowerCase()];
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  throw new Error(`Expected =, != or =~ before a text, found ${operator} in: ${line}`);
}

function compare(left: number, operator: string, right: number): boolean {
  if (Number.isNaN(right) || right === -1) throw new Error('Expected a number or a severity.');
  if (operator === '>=') return left >= right;
  if (operator === '>') return left > right;
  if (operator === '=') return left === right;
  throw new Error(`Expected >=, > or = before a number, found ${operator}.`);
}

/** @param path names joined by dots; one in quotes may hold anything */
function valueAt(entry: CloudLogEntry, path: string): unknown {
  const names = [...path.matchAll(/"([^"]+)"|([^."]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    entry,
  );
}
