/** Cloud Run as far as setting up asks: the services that Terraform made, in a list. */
import type { Api } from './state.ts';

export const run: Api = ({ path }, state) => {
  if (!/^\/apis\/serving\.knative\.dev\/v1\/namespaces\/[^/]+\/services$/.test(path)) return undefined;
  const items = [...state.services].map(([name, { url, image }]) => ({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name, namespace: 'p', labels: { 'cloud.googleapis.com/location': 'europe-west1' } },
    spec: { template: { spec: { containers: [{ image }] } } },
    status: { url, conditions: [{ type: 'Ready', status: 'True' }] },
  }));
  return { body: { apiVersion: 'serving.knative.dev/v1', kind: 'ServiceList', items } };
};
