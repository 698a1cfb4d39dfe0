import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Only this machine may ask, unless told otherwise. Both of its addresses: a browser that is told localhost tries the second
 * first, where another program might answer (macOS has one at port 5000).
 */
const LOOPBACK = ['127.0.0.1', '::1'];

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * @param port 0 for any free one
 * @param host the address to listen on; default: this machine only
 * @throws an error with code EADDRINUSE and the port when it is taken
 */
export async function listen(port: number, listener: RequestListener, host?: string): Promise<Listening> {
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(closeServer));
  };
  let chosen = port;
  for (const address of host === undefined ? LOOPBACK : [host]) {
    const server = createServer(listener);
    try {
      server.listen(chosen, address);
      await once(server, 'listening');
    } catch (error) {
      if (host === undefined && isWithoutAddress(error)) continue;
      await close();
      // The port that was free at one address is taken at the other.
      if (port === 0 && servers.length > 0) return listen(port, listener);
      throw error;
    }
    servers.push(server);
    chosen = (server.address() as AddressInfo).port;
  }
  return { port: chosen, close };
}

/** @throws as {@link listen} */
export async function checkPort(port: number, host?: string): Promise<void> {
  const { close } = await listen(port, () => undefined, host);
  await close();
}

/** Machines without IPv6 have no `::1`. */
const isWithoutAddress = (error: unknown) =>
  ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '');

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
