/** Resource Manager, Billing, Service Usage, Firebase and its Hosting: what a project is, who pays, what it has. */
import { jsonOf } from './api.ts';
import type { Api, GoogleState, Project } from './state.ts';

const projectIn = (state: GoogleState, path: string): [id: string, project: Project | undefined] => {
  const id = /\/projects\/([^/:]+)/.exec(path)?.[1] ?? '';
  return [id, state.projects.get(id)];
};

const DONE = { name: 'operations/done', done: true, response: {} };

export const resourceManager: Api = ({ method, path, body }, state) => {
  if (method === 'POST' && path === '/v1/projects') {
    const id = String(jsonOf(body)['projectId']);
    if (state.projects.has(id)) {
      return {
        status: 409,
        body: { error: { code: 409, status: 'ALREADY_EXISTS', message: `${id} is there` } },
      };
    }
    const number = String(1000 + state.projects.size);
    state.projects.set(id, { number, billingAccount: '', apis: new Set(), firebase: false });
    return { body: { ...DONE, response: { projectId: id } } };
  }
  if (path.startsWith('/v1/operations/')) return { body: DONE };
  const [id, project] = projectIn(state, path);
  // Google tells nobody of a project that is not theirs.
  if (project === undefined) {
    const message = `The caller does not have permission (or it may not exist): ${id}`;
    return { status: 403, body: { error: { code: 403, status: 'PERMISSION_DENIED', message } } };
  }
  if (path.endsWith(':testIamPermissions')) return { body: { permissions: jsonOf(body)['permissions'] } };
  return { body: { projectId: id, projectNumber: project.number, lifecycleState: 'ACTIVE' } };
};

export const billing: Api = ({ method, path, body }, state) => {
  if (path === '/v1/billingAccounts') {
    return { body: { billingAccounts: [{ name: 'billingAccounts/012345-6789AB-CDEF01', open: true }] } };
  }
  const [id, project] = projectIn(state, path);
  if (project === undefined) return undefined;
  if (method === 'PUT') {
    project.billingAccount = String(jsonOf(body)['billingAccountName']).replace('billingAccounts/', '');
  }
  const { billingAccount } = project;
  return {
    body: {
      name: `projects/${id}/billingInfo`,
      projectId: id,
      billingEnabled: billingAccount !== '',
      billingAccountName: billingAccount === '' ? '' : `billingAccounts/${billingAccount}`,
    },
  };
};

export const serviceUsage: Api = ({ path, body }, state) => {
  if (path.startsWith('/v1/operations/')) return { body: DONE };
  const [id, project] = projectIn(state, path);
  if (project === undefined) return undefined;
  if (path.endsWith(':batchEnable')) {
    for (const api of jsonOf(body)['serviceIds'] as string[]) project.apis.add(api);
    return { body: DONE };
  }
  const single = /\/services\/([\w.]+)(:enable)?$/.exec(path);
  if (single !== null) {
    const [, api = '', enable] = single;
    if (enable !== undefined) project.apis.add(api);
    if (enable !== undefined) return { body: DONE };
    return { body: serviceOf(id, api, project.apis.has(api)) };
  }
  return { body: { services: [...project.apis].map((api) => serviceOf(id, api, true)) } };
};

const serviceOf = (project: string, api: string, enabled: boolean) => ({
  name: `projects/${project}/services/${api}`,
  config: { name: api },
  state: enabled ? 'ENABLED' : 'DISABLED',
});

export const firebase: Api = ({ method, path }, state) => {
  const [id, project] = projectIn(state, path);
  if (project === undefined) return undefined;
  if (method === 'POST' && path.endsWith(':addFirebase')) {
    project.firebase = true;
    return { body: DONE };
  }
  if (!project.firebase) return undefined;
  return { body: { projectId: id, projectNumber: project.number, resources: { hostingSite: id } } };
};

export const hosting: Api = ({ method, path, query }, state) => {
  if (method === 'POST' && path.endsWith('/sites')) {
    const id = query.get('siteId') ?? '';
    if (state.sites.has(id))
      return { status: 409, body: { error: { code: 409, message: `${id} is there` } } };
    state.sites.add(id);
    return { body: { name: `projects/p/sites/${id}` } };
  }
  const id = path.slice(path.lastIndexOf('/') + 1);
  return state.sites.has(id) ? { body: { name: `projects/p/sites/${id}` } } : undefined;
};
