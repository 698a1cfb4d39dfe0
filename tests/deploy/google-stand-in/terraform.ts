/**
 * Terraform's part of setting up. Its provider cannot be had without its registry, so a program `terraform` of this file's making asks the
 * stand-in instead: `plan` tells whether something is missing, `apply` makes what later steps look for.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonOf } from './api.ts';
import type { Api } from './state.ts';

const FIRST_IMAGE = 'us-docker.pkg.dev/cloudrun/container/hello';
const SECRETS = ['IGDB_CLIENT_ID', 'IGDB_CLIENT_SECRET', 'IGDB_WEBHOOK_SECRET'];
const FUNCTIONS = ['ingest', 'similarity', 'publish', 'recommend', 'webhook'];

export const terraform: Api = ({ path, body, origin }, state) => {
  const { project = '', targets = [] } = jsonOf(body) as { project?: string; targets?: string[] };
  const all = targets.length === 0;
  if (path === '/plan') {
    return {
      body: {
        changes: !state.applied.some(
          (before) => before.length === 0 || (!all && before.join() === targets.join()),
        ),
      },
    };
  }
  if (path !== '/apply') return undefined;
  for (const secret of SECRETS) {
    const name = `${project}/${secret}`;
    if (!state.secrets.has(name)) state.secrets.set(name, []);
  }
  if (all) {
    // A service whose secrets are empty would not start.
    const empty = SECRETS.filter((secret) => state.secrets.get(`${project}/${secret}`)?.length === 0);
    if (empty.length > 0)
      return { status: 400, body: { error: { message: `${empty.join()} hold nothing` } } };
    for (const name of FUNCTIONS) {
      if (!state.services.has(name))
        state.services.set(name, { url: `${origin}/functions/${name}`, image: FIRST_IMAGE });
    }
    const bucket = `${project}-playkin`;
    if (!state.buckets.has(bucket))
      state.buckets.set(bucket, { resource: { name: bucket }, objects: new Map() });
  }
  state.applied.push(targets);
  return {};
};

/** A program `terraform` in the folder, to be put first on the PATH. */
export async function writeTerraform(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const program = join(dir, 'terraform');
  await writeFile(program, PROGRAM);
  await chmod(program, 0o755);
}

const PROGRAM = `#!/usr/bin/env node
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const args = process.argv.slice(2);
const valueOf = (name) => args.find((arg) => arg.startsWith(name + '='))?.slice(name.length + 1);
const dir = valueOf('-chdir');
if (dir === undefined || !existsSync(dir + '/functions.tf')) throw new Error('Expected -chdir=functions/deploy/terraform');
if (process.env.GOOGLE_OAUTH_ACCESS_TOKEN !== 'made-up-access-token') throw new Error('Expected the access token of who is logged in');
const ask = (path, body) =>
  fetch(process.env.GOOGLE_STAND_IN + '/terraform/' + path, { method: 'POST', body: JSON.stringify(body) }).then(async (answer) => {
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  });
const main = async () => {
  const command = args.find((arg) => !arg.startsWith('-'));
  if (command === 'init') {
    if (!valueOf('-backend-config').startsWith('bucket=')) throw new Error('Expected the state bucket');
  } else if (command === 'plan') {
    const settings = JSON.parse(readFileSync(valueOf('-var-file'), 'utf8'));
    for (const name of ['project_id', 'billing_account', 'alert_email', 'github_repository_id', 'github_owner_id'])
      if (!settings[name]) throw new Error(name + ' is missing');
    const targets = args.filter((arg) => arg.startsWith('-target=')).map((arg) => arg.slice('-target='.length));
    const plan = { project: settings.project_id, targets };
    writeFileSync(valueOf('-out'), JSON.stringify(plan));
    process.exitCode = (await ask('plan', plan)).changes ? 2 : 0;
  } else if (command === 'apply') {
    const plan = JSON.parse(readFileSync(args.at(-1), 'utf8'));
    await ask('apply?targets=' + plan.targets.length, plan);
  } else if (command === 'output') {
    process.stdout.write(JSON.stringify({ repository_variables: { value: { GCP_REGION: 'europe-west1', GCP_DEPLOYER: 'deployer@example.com' } } }));
  } else throw new Error('Unexpected: ' + args.join(' '));
};
main().catch((error) => {
  process.stderr.write('Error: ' + error.message + '\\n');
  process.exitCode = 1;
});
`;
