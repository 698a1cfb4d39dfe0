/**
 * Loaded before a command: it stands still where it writes HALT_AT to standard error, until the file HALT_UNTIL is there. What
 * is to happen in the middle of its work happens there, however fast the machine is.
 */
import { existsSync } from 'node:fs';

const { HALT_AT = '', HALT_UNTIL = '' } = process.env;
const CHECK_MS = 5;
const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

const { stderr } = process;
const write = stderr.write.bind(stderr);
stderr.write = (text: string | Uint8Array) => {
  // Pipes are written to at once: the reader has it before the halt.
  const isWritten = write(text);
  if (String(text).includes(HALT_AT)) {
    while (!existsSync(HALT_UNTIL)) Atomics.wait(never, 0, 0, CHECK_MS);
  }
  return isWritten;
};
