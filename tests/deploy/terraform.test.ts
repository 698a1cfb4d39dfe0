import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LATEST_PATH, manifestPath, NIGHT_PATH } from '@playkin/shared/release.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDER_VERSION } from './provider/bindings.ts';
import { configurationOf, DEPLOY_DIR, openTerraform, type Terraform } from './terraform.ts';
import { findTool } from './tools.ts';

const program = findTool('terraform', 'fmt, validate and the policy tests of functions/deploy/terraform');

describe.skipIf(program === undefined)('functions/deploy/terraform', () => {
  let terraform: Terraform;
  beforeAll(async () => {
    terraform = await openTerraform(program ?? '');
  });
  afterAll(() => terraform.close());

  it('is formatted', async () => {
    expect(await terraform.run('fmt', '-check', '-recursive', '-diff')).toEqual({ status: 0, output: '' });
  });

  it('is valid by the schema of the provider that it pins', async () => {
    expect(await configurationOf(terraform.dir)).toContain(`version = "${PROVIDER_VERSION}"`);
    const { status, output } = await terraform.run('validate', '-no-color');
    expect(output).toContain('The configuration is valid');
    expect(status).toBe(0);
  });

  it('keeps its policies', async () => {
    const { status, output } = await terraform.run('test', '-no-color');
    expect(output).toMatch(/Success! \d+ passed, 0 failed\./);
    expect(status).toBe(0);
  });

  /** What somebody might change in good faith, and what is said then. */
  const CHANGES: [file: string, from: string, to: string, said: string][] = [
    ['schedule.tf', 'attempt_deadline', 'attempt_deadlin', 'Unsupported argument'],
    ['schedule.tf', '"1800s"', '["1800s"]', 'string required'],
    [
      'schedule.tf',
      'retry_count          = 5',
      'retry_count          = 0',
      'UTC, half an hour, POST, five retries.',
    ],
    ['schedule.tf', '"600s"', '"60s"', 'The retries have to outlast a stage that waits'],
    [
      'schedule.tf',
      'audience = google_cloud_run_v2_service.function[each.value.stage].uri',
      'audience = "${google_cloud_run_v2_service.function[each.value.stage].uri}/"',
      "The audience is the service's bare URL.",
    ],
    [
      'functions.tf',
      'invoker_iam_disabled = each.value.public',
      'invoker_iam_disabled = true',
      'Only recommend and webhook are open to the internet',
    ],
    [
      'deploy.tf',
      '    "assertion.repository_owner_id == \\"${var.github_owner_id}\\"",\n',
      '',
      "Only this repository's main branch, by numbers.",
    ],
    ['storage.tf', '"roles/storage.objectCreator"', '"roles/storage.admin"', 'Nobody owns the bucket'],
    ['storage.tf', '"enforced"', '"inherited"', 'The bucket is private as a whole'],
  ];

  it.each(CHANGES)('%s: %j may not become %j', async (file, from, to, said) => {
    const path = join(terraform.dir, file);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    try {
      await writeFile(path, text.replace(from, to));
      const { status, output } = await terraform.run('test', '-no-color');
      expect(output).toContain(said);
      expect(status).toBe(1);
    } finally {
      await writeFile(path, text);
    }
  });
});

it('the bucket’s rules and rights name the paths that the code writes', async () => {
  const text = await readFile(join(DEPLOY_DIR, 'terraform', 'storage.tf'), 'utf8');
  for (const path of [LATEST_PATH, NIGHT_PATH]) expect(text).toContain(`"${path}"`);
  expect(manifestPath('r')).toMatch(/^releases\//);
});

describe('what Terraform may not hold', () => {
  it('no secret is written by it, so none is in its state', async () => {
    const text = await configurationOf(join(DEPLOY_DIR, 'terraform'));
    const types = [...text.matchAll(/^(?:resource|data|ephemeral) "(\w+)"/gm)].map(([, type]) => type);
    expect(types.length).toBeGreaterThan(20);
    expect(
      types.filter((type) => /secret_version|account_key|password|_access_token/.test(type ?? '')),
    ).toEqual([]);
    expect(text).not.toMatch(/sensitive\s*=\s*true/);
  });

  it('buckets, datasets and secrets cannot be destroyed', async () => {
    const text = await configurationOf(join(DEPLOY_DIR, 'terraform'));
    const resources = [
      ...text.matchAll(
        /^resource "(google_(?:storage_bucket|bigquery_dataset|secret_manager_secret))" [\s\S]*?^\}/gm,
      ),
    ];
    expect(resources.map(([, type]) => type).sort()).toEqual([
      'google_bigquery_dataset',
      'google_bigquery_dataset',
      'google_secret_manager_secret',
      'google_storage_bucket',
    ]);
    for (const [resource] of resources) expect(resource).toMatch(/prevent_destroy = true/);
  });

  it('deploys decide on image and traffic', async () => {
    const text = await readFile(join(DEPLOY_DIR, 'terraform', 'functions.tf'), 'utf8');
    const ignored = /ignore_changes = \[([\s\S]*?)\n {4}\]/.exec(text)?.[1] ?? '';
    expect(ignored).toContain('template[0].containers[0].image');
    expect(ignored).toContain('traffic');
  });
});
