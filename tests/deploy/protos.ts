/** Checks JSON against the messages of Google's APIs, as the npm packages of their clients hold them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE_DIR } from './tools.ts';

const run = promisify(execFile);

/** A namespace, message or enum, as protobufjs writes it. */
interface Node {
  nested?: Record<string, Node>;
  fields?: Record<string, { type: string; rule?: string; keyType?: string }>;
  values?: Record<string, number>;
}

/** @param spec of a package on npm that holds build/protos/protos.json: `@google-cloud/monitoring@6.1.1` */
export async function protosOf(spec: string): Promise<Node> {
  const file = join(CACHE_DIR, `${spec.replaceAll(/[@/]/g, '-')}.protos.json`);
  if (!existsSync(file)) {
    await mkdir(CACHE_DIR, { recursive: true });
    const dir = await mkdtemp(join(CACHE_DIR, 'protos-'));
    try {
      await run('npm', ['pack', '--silent', spec], { cwd: dir });
      const tarball = (await readdir(dir)).find((name) => name.endsWith('.tgz')) ?? '';
      await run('tar', ['-xzf', tarball, 'package/build/protos/protos.json'], { cwd: dir });
      await rename(join(dir, 'package/build/protos/protos.json'), file);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  return JSON.parse(await readFile(file, 'utf8')) as Node;
}

/** The names of all values of all enums. */
export function enumValues(root: Node): Set<string> {
  const inner = Object.values(root.nested ?? {}).flatMap((node) => [...enumValues(node)]);
  return new Set([...Object.keys(root.values ?? {}), ...inner]);
}

/** JSON's spelling of 64-bit numbers, durations and the like is a text. */
const SCALARS: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  bytes: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int32: Number.isInteger,
  int64: (value) => Number.isInteger(value) || /^\d+$/.test(String(value)),
  float: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
  'google.protobuf.Duration': (value) => /^\d+(\.\d+)?s$/.test(String(value)),
  'google.protobuf.Empty': (value) => JSON.stringify(value) === '{}',
};

/**
 * What of the JSON the message does not have, one sentence each.
 *
 * @param type the message's whole name, such as google.monitoring.dashboard.v1.Dashboard
 */
export function findUnknown(root: Node, type: string, json: unknown, path = ''): string[] {
  const scope = type.split('.');
  const message = nodeAt(root, scope);
  if (message?.fields === undefined) return [`${path}: there is no message ${type}`];
  if (typeof json !== 'object' || json === null)
    return [`${path}: expected ${type}, found ${JSON.stringify(json)}`];
  return Object.entries(json).flatMap(([name, value]: [string, unknown]) => {
    const field = message.fields?.[name];
    const at = `${path}/${name}`;
    if (field === undefined) return [`${at}: ${type} has no such field`];
    if (field.keyType !== undefined) return [];
    const values: unknown[] =
      field.rule === 'repeated' ? (Array.isArray(value) ? value : [undefined]) : [value];
    return values.flatMap((one, i) =>
      checkValue(root, scope, field.type, one, values.length > 1 ? `${at}/${i}` : at),
    );
  });
}

function checkValue(root: Node, scope: string[], type: string, value: unknown, path: string): string[] {
  const scalar = SCALARS[type];
  if (scalar !== undefined)
    return scalar(value) ? [] : [`${path}: expected ${type}, found ${JSON.stringify(value)}`];
  // Names are looked up from the message outwards.
  for (let depth = scope.length; depth >= 0; depth -= 1) {
    const name = [...scope.slice(0, depth), ...type.split('.')];
    const node = nodeAt(root, name);
    if (node?.values !== undefined) {
      return String(value) in node.values ? [] : [`${path}: ${type} has no value ${JSON.stringify(value)}`];
    }
    if (node?.fields !== undefined) return findUnknown(root, name.join('.'), value, path);
  }
  return [`${path}: there is no type ${type}`];
}

const nodeAt = (root: Node, path: string[]) =>
  path.reduce<Node | undefined>((node, name) => node?.nested?.[name], root);
