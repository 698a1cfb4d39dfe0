/**
 * A Terraform provider that knows its schema and nothing else: as much of the plugin protocol, version 5, as `terraform validate` and
 * `terraform test` with a mocked provider ask for. Terraform finds it by TF_REATTACH_PROVIDERS, without `init` and without a registry.
 */
import { createServer, type ServerHttp2Stream } from 'node:http2';
import { join } from 'node:path';
import type { Block, NestedBlock, ProviderSchema } from './schema.ts';

export interface SchemaServer {
  /** For Terraform's environment. */
  environment: { TF_REATTACH_PROVIDERS: string };
  close(): Promise<void>;
}

/** @param dir of the socket; a path of more than 107 bytes would be too long for one */
export async function serveSchema(schema: ProviderSchema, dir: string): Promise<SchemaServer> {
  const getSchema = encodeSchemas(schema);
  const answers: Record<string, (request: Buffer) => Buffer> = {
    GetSchema: () => getSchema,
    // The configuration comes and goes back as field 1 of its message.
    PrepareProviderConfig: (request) => request,
    ValidateResourceTypeConfig: () => Buffer.alloc(0),
    ValidateDataSourceConfig: () => Buffer.alloc(0),
    Configure: () => Buffer.alloc(0),
    Stop: () => Buffer.alloc(0),
  };
  const server = createServer();
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path']).replace('/tfplugin5.Provider/', '');
    const answer = answers[method];
    const parts: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      // Terraform opens a stream for plugins that call back, and drops it when it is done.
      if (stream.destroyed) return;
      if (answer === undefined) refuse(stream, method);
      else reply(stream, answer(Buffer.concat(parts).subarray(FRAME_BYTES)));
    });
  });
  const path = join(dir, 'provider.sock');
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(path, resolve);
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  return {
    environment: {
      TF_REATTACH_PROVIDERS: JSON.stringify({
        'registry.terraform.io/hashicorp/google': {
          Protocol: 'grpc',
          ProtocolVersion: 5,
          Pid: process.pid,
          Test: true,
          Addr: { Network: 'unix', String: path },
        },
      }),
    },
    close: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** gRPC: a byte that says "not compressed" and the length, before each message. */
const FRAME_BYTES = 5;
const GRPC_UNIMPLEMENTED = '12';

function reply(stream: ServerHttp2Stream, message: Buffer): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': '0' });
  });
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([frame, message]));
}

function refuse(stream: ServerHttp2Stream, method: string): void {
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': GRPC_UNIMPLEMENTED,
      'grpc-message': `${method} is not served`,
    },
    { endStream: true },
  );
}

// The numbers below are the fields of the protocol's messages.

function encodeSchemas({ provider, resources }: ProviderSchema): Buffer {
  return Buffer.concat([
    bytes(1, encodeSchema(provider)),
    ...Object.entries(resources).map(([name, block]) =>
      bytes(2, Buffer.concat([bytes(1, Buffer.from(name)), bytes(2, encodeSchema(block))])),
    ),
  ]);
}

const encodeSchema = (block: Block) => bytes(2, encodeBlock(block));

function encodeBlock({ attributes, blocks }: Block): Buffer {
  return Buffer.concat([
    ...Object.entries(attributes).map(([name, { type, required, optional, computed }]) =>
      bytes(
        2,
        Buffer.concat([
          bytes(1, Buffer.from(name)),
          bytes(2, Buffer.from(JSON.stringify(type))),
          varint(4, Number(required)),
          varint(5, Number(optional)),
          varint(6, Number(computed)),
        ]),
      ),
    ),
    ...Object.entries(blocks).map(([name, nested]) => bytes(3, encodeNested(name, nested))),
  ]);
}

const NESTING: Record<NestedBlock['nesting'], number> = { single: 1, list: 2, set: 3 };

const encodeNested = (name: string, { nesting, minItems, maxItems, block }: NestedBlock) =>
  Buffer.concat([
    bytes(1, Buffer.from(name)),
    bytes(2, encodeBlock(block)),
    varint(3, NESTING[nesting]),
    varint(4, minItems),
    varint(5, maxItems),
  ]);

/** Protocol Buffers: wire type 2, bytes after their length. */
const bytes = (field: number, value: Buffer) =>
  Buffer.concat([number((field << 3) | 2), number(value.length), value]);

/** Protocol Buffers: wire type 0. */
const varint = (field: number, value: number) => Buffer.concat([number(field << 3), number(value)]);

function number(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  do {
    digits.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(digits);
}
