/** functions/deploy/setup.sh with the real gcloud and curl against the stand-in for Google's APIs. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GoogleStandIn, startGoogle } from './google-stand-in/server.ts';
import { writeTerraform } from './google-stand-in/terraform.ts';
import { DEPLOY_DIR } from './terraform.ts';
import { findTool } from './tools.ts';

const SETUP = join(DEPLOY_DIR, 'setup.sh');
const PROJECT = 'playkin-test';
const SECRETS = 'igdb-id\nigdb-secret\n';
const FIRST = ['--billing-account', '012345-6789AB-CDEF01', '--github', 'somebody/playkin'];
FIRST.push('--alert-email', 'operator@example.com', '--set', 'monthly_budget=30');
/** A run calls gcloud some twenty times, each of which takes a second, on a busy machine several. */
const RUN_TIMEOUT_MS = 600_000;

const gcloud = findTool('gcloud', 'setting up with the real gcloud');

interface Result {
  status: number | null;
  output: string;
}

function start(program: string, args: string[], env: NodeJS.ProcessEnv, input = '') {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (part) => (output += String(part)));
  child.stderr.on('data', (part) => (output += String(part)));
  // It may end without having read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return {
    child,
    ended: new Promise<Result>((resolve) => {
      child.on('close', (status) => {
        resolve({ status, output });
      });
    }),
  };
}

/** The environment without what would lead to a real account or through a proxy. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(CLOUDSDK_|GOOGLE_|IGDB_|FIREBASE_)|_proxy$/i.test(name),
    ),
  );
}

describe('--dry-run', () => {
  it('prints every command, without an account and without any of the tools', async () => {
    const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
    const { status, output } = await start(SETUP, ['--project', PROJECT, ...FIRST, '--dry-run'], env).ended;
    expect(status).toBe(0);
    for (const command of [
      'gcloud projects create playkin-test',
      'gcloud billing projects link playkin-test --billing-account 012345-6789AB-CDEF01',
      'gcloud services enable',
      'gcloud storage buckets create gs://playkin-test-terraform-state',
      'gcloud storage buckets update gs://playkin-test-terraform-state --versioning',
      'curl --request POST --config - https://firebase.googleapis.com/v1beta1/projects/playkin-test:addFirebase',
      'sites\\?siteId=playkin-test',
      'init -input=false -reconfigure -backend-config=bucket=playkin-test-terraform-state',
      '-target=google_secret_manager_secret.secret',
      'gcloud secrets versions add IGDB_CLIENT_SECRET --project playkin-test --data-file=-',
      'apply -input=false PLAN',
      'https://api.igdb.com/v4/games/webhooks',
      'https://publish-URL/',
    ]) {
      expect(output).toContain(command);
    }
  });
});

describe('what makes no sense is told in a sentence', () => {
  it.each([
    [[], 'Which project? Expected --project ID.'],
    [['--project', 'P'], 'P is no project id'],
    [['--project', PROJECT, '--github', 'playkin'], '--github: expected OWNER/NAME, found playkin.'],
    [['--project', PROJECT, '--frob', '1'], '--frob is unknown'],
    [['--project'], '--project is unknown or lacks its value'],
  ])('%j', async (args, said) => {
    const { status, output } = await start(SETUP, args, process.env).ended;
    expect(status).toBe(1);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining(said)]);
  });

  it('a tool that is missing', async () => {
    const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
    const { status, output } = await start(
      '/bin/bash',
      ['-c', `PATH=/bin; hash -r; command() { false; }; . ${SETUP} --project ${PROJECT}`],
      env,
    ).ended;
    expect(status).toBe(1);
    expect(output).toContain('gcloud is not installed: https://cloud.google.com/sdk/docs/install says how.');
  });
});

describe.skipIf(gcloud === undefined)('with gcloud', { timeout: RUN_TIMEOUT_MS * 3 }, () => {
  let dir: string;
  let google: GoogleStandIn;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'playkin-setup-'));
    google = await startGoogle(dir);
    await writeTerraform(join(dir, 'bin'));
  });
  afterEach(async () => {
    await google.close();
    await rm(dir, { recursive: true, force: true });
  });

  function environment(): NodeJS.ProcessEnv {
    const env = plainEnvironment();
    const path = [join(dir, 'bin'), join(process.execPath, '..'), env['PATH']].join(delimiter);
    return { ...env, ...google.environment, PATH: path, HOME: dir };
  }

  const setUp = (args: string[], input = SECRETS) =>
    start(SETUP, ['--project', PROJECT, ...args], environment(), input).ended;

  /** What deploy.yml does: the services run the image of CI. */
  function deploy() {
    for (const service of google.state.services.values()) {
      service.image = 'europe-west1-docker.pkg.dev/p/playkin/igdb-pipeline@sha256:0';
    }
  }

  /** All that a whole set-up leaves. */
  function expectWhole() {
    const { state } = google;
    expect(state.projects.get(PROJECT)).toMatchObject({
      billingAccount: '012345-6789AB-CDEF01',
      firebase: true,
    });
    expect([...(state.projects.get(PROJECT)?.apis ?? [])]).toContain('secretmanager.googleapis.com');
    expect(state.buckets.get(`${PROJECT}-terraform-state`)?.resource).toMatchObject({
      versioning: { enabled: true },
      iamConfiguration: { publicAccessPrevention: 'enforced', uniformBucketLevelAccess: { enabled: true } },
    });
    const settings = state.buckets.get(`${PROJECT}-terraform-state`)?.objects.get('settings.tfvars.json');
    expect(JSON.parse(settings?.bytes.toString() ?? '{}')).toEqual({
      project_id: PROJECT,
      billing_account: '012345-6789AB-CDEF01',
      alert_email: 'operator@example.com',
      github_repository_id: '1234',
      github_owner_id: '56',
      monthly_budget: '30',
    });
    expect([...state.sites.keys()]).toEqual([PROJECT]);
    const held = ['IGDB_CLIENT_ID', 'IGDB_CLIENT_SECRET'].map((name) =>
      String(state.secrets.get(`${PROJECT}/${name}`)?.at(-1)),
    );
    expect(held).toEqual(['igdb-id', 'igdb-secret']);
    const webhookSecret = state.secrets.get(`${PROJECT}/IGDB_WEBHOOK_SECRET`)?.at(-1);
    expect(String(webhookSecret)).toMatch(/^[0-9a-f]{64}$/);
    expect(state.webhooks.map(({ sub_category }) => sub_category).sort()).toEqual([0, 1, 2]);
    expect(new Set(state.webhooks.map(({ url, secret }) => `${url} ${secret}`))).toEqual(
      new Set([`${google.origin}/functions/webhook ${String(webhookSecret)}`]),
    );
    expect(state.buckets.get(`${PROJECT}-playkin`)?.objects.has('latest.json')).toBe(true);
  }

  it('goes from nothing to the first night, past what goes wrong on the way; and a further run changes nothing', async () => {
    const { state } = google;
    const outputs: string[] = [];
    const expectRun = async (args: string[], input: string, status: number, said: string) => {
      const result = await setUp(args, input);
      expect(result.output).toContain(said);
      expect(result.status).toBe(status);
      outputs.push(result.output);
    };
    await expectRun(FIRST, 'igdb-id\nwrong-secret\n', 0, 'gh variable set GCP_REGION --body europe-west1');
    expect(outputs[0]).toContain('What is left: set the variables above');
    expect(state.calls).toEqual([]);

    deploy();
    await expectRun([], '', 1, 'Twitch gives no token (status 403): the client id or the secret is wrong.');
    expect(state.webhooks).toEqual([]);

    state.secrets.get(`${PROJECT}/IGDB_CLIENT_SECRET`)?.push(Buffer.from('igdb-secret'));
    let asked = 0;
    state.answerFunction = ({ name }) => {
      // ingest has not come to its end when its time is up, and is asked again.
      if (name === 'ingest') return { body: { stage: name, complete: (asked += 1) > 2 } };
      return name === 'similarity' ? { status: 500, body: { detail: 'its row says why' } } : undefined;
    };
    await expectRun([], '', 1, 'similarity failed (status 500): {"detail":"its row says why"}');
    expect(asked).toBe(3);

    state.answerFunction = undefined;
    state.calls.length = 0;
    await expectRun([], '', 0, `The site: https://${PROJECT}.web.app`);
    expect(state.calls).toEqual(['POST ingest', 'POST similarity', 'POST publish']);
    expectWhole();

    google.changes.length = 0;
    await expectRun([], '', 0, 'Something is published');
    expect(google.changes).toEqual([]);
    expect(outputs.join('\n')).not.toMatch(/(igdb|wrong)-secret|igdb-token|made-up-access-token/);
    expect(outputs.join('\n')).not.toContain(
      String(state.secrets.get(`${PROJECT}/IGDB_WEBHOOK_SECRET`)?.[0]),
    );
  });

  it('is refused, or loses the answer, at each change in turn, and each time goes on where it was', async () => {
    const struck: string[] = [];
    google.fault = (line) => {
      // One of several alike is enough: a secret, a webhook, a stage.
      const name = line.replace(/IGDB_\w+/, 'SECRET').replace(/functions\/\w+/, 'functions/STAGE');
      if (struck.includes(name)) return undefined;
      struck.push(name);
      return struck.length % 2 === 0 ? 'lost' : 'refused';
    };
    for (let runs = 1; !google.state.calls.includes('POST publish'); runs += 1) {
      expect(runs).toBeLessThan(25);
      const before = struck.length;
      const { status, output } = await setUp(FIRST, SECRETS);
      // gcloud may have asked again by itself when an answer was lost.
      if (status !== 0) {
        expect(struck.length).toBeGreaterThan(before);
        expect(output).toMatch(/Stopped at: .*\. What went wrong stands above\./);
      }
      if (status === 0) deploy();
    }
    expect(struck).toHaveLength(14);
    expectWhole();
  });
});
