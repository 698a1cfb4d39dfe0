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
const shellcheck = findTool('shellcheck', 'the lint of setup.sh');

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

describe.skipIf(shellcheck === undefined)('shellcheck', () => {
  it('finds nothing', async () => {
    expect(await start(shellcheck ?? '', [SETUP], process.env).ended).toEqual({ status: 0, output: '' });
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
    // A version whose answer was lost may be there twice.
    const held = ['IGDB_CLIENT_ID', 'IGDB_CLIENT_SECRET'].map((name) => [
      ...new Set(state.secrets.get(`${PROJECT}/${name}`)?.map(String)),
    ]);
    expect(held).toEqual([['igdb-id'], ['igdb-secret']]);
    const webhookSecret = state.secrets.get(`${PROJECT}/IGDB_WEBHOOK_SECRET`)?.at(-1);
    expect(String(webhookSecret)).toMatch(/^[0-9a-f]{64}$/);
    expect(state.webhooks.map(({ sub_category }) => sub_category).sort()).toEqual([0, 1, 2]);
    expect(new Set(state.webhooks.map(({ url, secret }) => `${url} ${secret}`))).toEqual(
      new Set([`${google.origin}/functions/webhook ${String(webhookSecret)}`]),
    );
    expect(state.buckets.get(`${PROJECT}-playkin`)?.objects.has('latest.json')).toBe(true);
  }

  it('sets up; goes on after the first deploy; and a further run changes nothing', async () => {
    const first = await setUp(FIRST);
    expect(first.output).toContain('gh variable set GCP_REGION --body europe-west1');
    expect(first.output).toContain('What is left: set the variables above');
    expect(first.status).toBe(0);
    expect(google.state.calls).toEqual([]);

    deploy();
    const second = await setUp([], '');
    expect(second.output).toContain(`The site: https://${PROJECT}.web.app`);
    expect(second.status).toBe(0);
    expect(google.state.calls).toEqual(['POST ingest', 'POST similarity', 'POST publish']);
    expectWhole();

    google.changes.length = 0;
    const third = await setUp([], '');
    expect(third.status).toBe(0);
    expect(google.changes).toEqual([]);
    expect(third.output).not.toMatch(/igdb-secret|igdb-token|made-up-access-token/);
    expect(`${first.output}${second.output}`).not.toMatch(/igdb-secret|igdb-token|made-up-access-token/);
  });

  it('is refused, or loses the answer, at each change in turn, and each time goes on where it was', async () => {
    const struck: string[] = [];
    /** Strikes the first change that was not struck before; what a run does again counts as the same. */
    const strike = () => {
      google.fault = {
        kind: struck.length % 2 === 0 ? 'refused' : 'lost',
        matches: (line) => {
          // One of several alike is enough: a secret, a webhook, a stage.
          const name = line.replace(/IGDB_\w+/, 'SECRET').replace(/functions\/\w+/, 'functions/STAGE');
          if (!google.changes.includes(line) || struck.includes(name)) return false;
          struck.push(name);
          return true;
        },
      };
    };
    let runs = 0;
    for (let isWhole = false; !isWhole;) {
      runs += 1;
      expect(runs).toBeLessThan(40);
      google.changes.length = 0;
      strike();
      const { status, output } = await setUp(FIRST, SECRETS);
      const wasStruck = google.fault === undefined;
      if (wasStruck && status !== 0) {
        expect(output).toMatch(/Stopped at: .*\. What went wrong stands above|failed|status \d+|could not/);
      } else {
        expect([status, output]).toEqual([0, expect.anything()]);
      }
      if (!wasStruck && status === 0) {
        if (google.state.calls.includes('POST publish')) isWhole = true;
        else deploy();
      }
    }
    expect(struck).toHaveLength(14);
    expectWhole();
  });

  it('ends in a sentence when Twitch does not know the credentials, and takes others', async () => {
    await setUp(FIRST, 'igdb-id\nwrong\n');
    deploy();
    const { status, output } = await setUp([], '');
    expect(status).toBe(1);
    expect(output).toContain('Twitch gives no token (status 403): the client id or the secret is wrong.');
    expect(google.state.webhooks).toEqual([]);
  });

  it('asks ingest again until it has come to its end, and says what failed', async () => {
    await setUp(FIRST);
    deploy();
    let asked = 0;
    google.state.answerFunction = ({ name }) => {
      if (name === 'ingest') return { body: { stage: name, complete: (asked += 1) > 2 } };
      return name === 'similarity' ? { status: 500, body: { detail: 'similarity failed' } } : undefined;
    };
    const { status, output } = await setUp([], '');
    expect(asked).toBe(3);
    expect(output).toContain('similarity failed (status 500)');
    expect(status).toBe(1);
  });
});
