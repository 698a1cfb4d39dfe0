import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { enumValues, findUnknown, protosOf } from './protos.ts';
import { DEPLOY_DIR } from './terraform.ts';
import { findPromtool } from './tools.ts';

const RULES = join(DEPLOY_DIR, 'monitoring', 'rules.yaml');
const DASHBOARD = join(DEPLOY_DIR, 'monitoring', 'dashboard.json');
const RULE_TESTS = fileURLToPath(new URL('rules.test.yaml', import.meta.url));
const DASHBOARD_TYPE = 'google.monitoring.dashboard.v1.Dashboard';

const promtool = findPromtool('the unit tests of the alert rules');

const runPromtool = (...args: string[]) =>
  new Promise<{ failed: boolean; output: string }>((resolve) => {
    execFile(promtool ?? '', args, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr });
    });
  });

describe.skipIf(promtool === undefined)('rules.yaml', () => {
  it('is made of rules that Prometheus takes', async () => {
    expect(await runPromtool('check', 'rules', RULES)).toMatchObject({ failed: false });
  });

  it('fires and stays silent as its tests say', async () => {
    const { failed, output } = await runPromtool('test', 'rules', RULE_TESTS);
    expect(output).toContain('SUCCESS');
    expect(failed).toBe(false);
  });

  it.each([
    ['> 5.5', '> 6.5'],
    ['14.4 * 0.005', '9 * 0.005'],
    ['[5m]', '[1h]'],
    ['> 100\n', '> 10\n'],
    ['0.99', '0.999'],
  ])('%j is not %j: a test fails', async (from, to) => {
    const dir = await mkdtemp(join(tmpdir(), 'playkin-rules-'));
    try {
      const rules = await readFile(RULES, 'utf8');
      expect(rules).toContain(from);
      await writeFile(join(dir, 'rules.yaml'), rules.replaceAll(from, to));
      const tests = await readFile(RULE_TESTS, 'utf8');
      await writeFile(join(dir, 'test.yaml'), tests.replace(/- .*rules\.yaml/, '- rules.yaml'));
      const { failed, output } = await runPromtool('test', 'rules', join(dir, 'test.yaml'));
      expect(output).toContain('FAILED');
      expect(failed).toBe(true);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

describe('every alert', () => {
  const rules = (
    parse(readFileSync(RULES, 'utf8')) as { groups: [{ rules: { alert: string; expr: string }[] }] }
  ).groups[0].rules.map(({ alert }) => alert);
  const tests = (
    parse(readFileSync(RULE_TESTS, 'utf8')) as {
      tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
    }
  ).tests.flatMap(({ alert_rule_test }) => alert_rule_test);

  it.each(rules)('%s is shown to fire, and to stay silent', (rule) => {
    const fires = tests
      .filter(({ alertname }) => alertname === rule)
      .map(({ exp_alerts }) => exp_alerts.length > 0);
    expect(new Set(fires)).toEqual(new Set([true, false]));
  });
});

describe('what Cloud Monitoring takes', () => {
  it('dashboard.json has only fields and values that a dashboard has', async () => {
    const protos = await protosOf('@google-cloud/monitoring-dashboards@4.2.0');
    const dashboard = JSON.parse(await readFile(DASHBOARD, 'utf8')) as Record<string, unknown>;
    expect(findUnknown(protos, DASHBOARD_TYPE, dashboard)).toEqual([]);
    expect(findUnknown(protos, DASHBOARD_TYPE, { ...dashboard, title: 'x' })).toEqual([
      `/title: ${DASHBOARD_TYPE} has no such field`,
    ]);
    const spoilt = JSON.parse(
      (await readFile(DASHBOARD, 'utf8')).replace('"STACKED_BAR"', '"BARS"'),
    ) as unknown;
    expect(findUnknown(protos, DASHBOARD_TYPE, spoilt)).toEqual([
      expect.stringContaining('PlotType has no value "BARS"'),
    ]);
  });

  it('what Terraform hands over as the value of an enum is one', async () => {
    const known = enumValues(await protosOf('@google-cloud/monitoring@6.1.1'));
    const text = await readFile(join(DEPLOY_DIR, 'terraform', 'watching.tf'), 'utf8');
    const rules = await readFile(RULES, 'utf8');
    const logAlerts = await readFile(join(DEPLOY_DIR, 'monitoring', 'log-alerts.yaml'), 'utf8');
    const used = [
      ...text.matchAll(/"([A-Z][A-Z_0-9]+)"/g),
      ...`${rules}${logAlerts}`.matchAll(/severity: (\w+)/g),
    ]
      .map(([, value = '']) => value)
      // Placeholders of rules.yaml, and a value of Cloud Billing's.
      .filter((value) => !['SITE_CHECK', 'HEALTH_CHECK', 'FORECASTED_SPEND'].includes(value));
    // Metric descriptors belong to another API than the client's protos.
    const descriptor = ['DELTA', 'INT64'];
    expect(used.filter((value) => !known.has(value) && !descriptor.includes(value))).toEqual([]);
    expect(used).toContain('MATCHES_JSON_PATH');
  });

  it.each([
    ['0', true],
    ['9.75', true],
    ['35.9', true],
    ['36', false],
    ['36.0', false],
    ['100', false],
    ['null', false],
    ['1e2', false],
  ])('a last good night %s hours ago passes the uptime check: %s', async (hours, passes) => {
    const text = await readFile(join(DEPLOY_DIR, 'terraform', 'watching.tf'), 'utf8');
    const content = /content = "(.*)"/.exec(text)?.[1] ?? '';
    expect(new RegExp(content).test(hours)).toBe(passes);
  });
});
