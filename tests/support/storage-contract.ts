import { expect, test } from 'vitest';
import { AlreadyThereError, type Storage } from '@playkin/functions/src/storage.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (read: Uint8Array | undefined) =>
  read === undefined ? undefined : new TextDecoder().decode(read);

/** What every Storage does; `open` gives an empty one. */
export function storageContract(open: () => Promise<Storage>): void {
  test('reads back what was written, byte for byte', async () => {
    const storage = await open();
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    await storage.write('a/b/all.bin', all);
    expect(Buffer.from((await storage.read('a/b/all.bin')) ?? [])).toEqual(Buffer.from(all));
  });

  test('answers undefined for an object that is not there', async () => {
    const storage = await open();
    expect(await storage.read('nothing')).toBeUndefined();
    await storage.write('folder/object', bytes('x'));
    expect(await storage.read('folder')).toBeUndefined();
    expect(await storage.read('folder/object/below')).toBeUndefined();
  });

  test('reads a half-open range, cut at the end of the object', async () => {
    const storage = await open();
    await storage.write('digits', bytes('0123456789'));
    expect(text(await storage.read('digits', { start: 2, end: 5 }))).toBe('234');
    expect(text(await storage.read('digits', { start: 8, end: 99 }))).toBe('89');
    expect(text(await storage.read('digits', { start: 4, end: 4 }))).toBe('');
    expect(await storage.read('none', { start: 0, end: 1 })).toBeUndefined();
  });

  test('keeps an empty object', async () => {
    const storage = await open();
    await storage.write('empty', bytes(''));
    expect(text(await storage.read('empty'))).toBe('');
  });

  test('replaces an object, unless asked to create only', async () => {
    const storage = await open();
    await storage.write('latest', bytes('one'));
    await storage.write('latest', bytes('two'));
    expect(text(await storage.read('latest'))).toBe('two');
    await expect(storage.write('latest', bytes('three'), { createOnly: true })).rejects.toThrow(
      AlreadyThereError,
    );
    expect(text(await storage.read('latest'))).toBe('two');
    await storage.write('new', bytes('four'), { createOnly: true });
    expect(text(await storage.read('new'))).toBe('four');
  });

  test('lets only one of two create-only writers through', async () => {
    const storage = await open();
    const outcomes = await Promise.allSettled(
      ['a', 'b'].map((who) => storage.write('lease', bytes(who), { createOnly: true })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('writes a stream of chunks', async () => {
    const storage = await open();
    async function* chunks() {
      for (let i = 0; i < 1000; i++) yield bytes(`${i},`);
    }
    await storage.write('stream', chunks());
    expect(text(await storage.read('stream'))).toBe(Array.from({ length: 1000 }, (_, i) => `${i},`).join(''));
  });

  test('leaves the old object and nothing else when a stream breaks', async () => {
    const storage = await open();
    await storage.write('kept', bytes('old'));
    async function* broken() {
      yield bytes('half of the new');
      throw new Error('the source broke');
    }
    await expect(storage.write('kept', broken())).rejects.toThrow('the source broke');
    await expect(storage.write('never', broken())).rejects.toThrow('the source broke');
    expect(text(await storage.read('kept'))).toBe('old');
    expect(await storage.list('')).toEqual(['kept']);
  });

  test('removes an object, and nothing where there is none', async () => {
    const storage = await open();
    for (const path of ['a/one', 'a/one-more']) await storage.write(path, bytes(path));
    await storage.remove('a/one');
    expect(await storage.read('a/one')).toBeUndefined();
    expect(await storage.list('')).toEqual(['a/one-more']);
    await storage.remove('a/one');
    await storage.remove('a');
    expect(text(await storage.read('a/one-more'))).toBe('a/one-more');
  });

  test('lists by prefix in code-point order', async () => {
    const storage = await open();
    expect(await storage.list('')).toEqual([]);
    for (const path of ['b/2', 'a', 'b/10', 'B', 'bb', 'b/ü']) await storage.write(path, bytes(path));
    expect(await storage.list('')).toEqual(['B', 'a', 'b/10', 'b/2', 'b/ü', 'bb']);
    expect(await storage.list('b/')).toEqual(['b/10', 'b/2', 'b/ü']);
    expect(await storage.list('b/1')).toEqual(['b/10']);
    expect(await storage.list('c')).toEqual([]);
  });
}
