import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import type { HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';

export interface Served {
  /** Without a slash at the end. */
  origin: string;
  close(): Promise<void>;
}

let served = 0;

/** The function behind the real framework, on a free port of this machine. */
export async function serve(handler: HttpFunction): Promise<Served> {
  const name = `recommend-${String(++served)}`;
  http(name, handler);
  const server = getTestServer(name);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      ),
  };
}
