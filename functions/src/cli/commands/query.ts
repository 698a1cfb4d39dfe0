import type { Command } from '../context.ts';
import { dataDirOf, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { formatStream } from '../terminal/format-rows.ts';

/** Answers a statement from the warehouse, which it cannot write. */
export const queryCommand: Command = (args, context) =>
  withExistingWarehouse(dataDirOf(args, context), context, { readOnly: true }, async (warehouse) => {
    let pieces = 0;
    const text = async function* () {
      for await (const piece of formatStream(warehouse.query(args.sql ?? ''), args.format)) {
        pieces += 1;
        yield piece;
      }
    };
    await context.printAll(text());
    if (pieces === 0) context.progress.say('No rows.');
  });
