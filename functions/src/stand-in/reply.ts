/** What is sent back. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

export const jsonReply = (status: number, body: unknown): Reply =>
  jsonBytesReply(status, JSON.stringify(body, null, 2));

export const jsonBytesReply = (status: number, body: Buffer | string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

export const textReply = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});
