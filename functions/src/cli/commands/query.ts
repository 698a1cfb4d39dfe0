import type { Command } from '../context.ts';
import { dataDirOf, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { formatRows } from '../terminal/format-rows.ts';

/** Answers a statement from the warehouse, which it cannot write. */
export const queryCommand: Command = (args, context) =>
  withExistingWarehouse(dataDirOf(args, context), context, { readOnly: true }, async (warehouse) => {
    const rows = await Array.fromAsync(warehouse.query(args.sql ?? ''));
    if (rows.length === 0) context.progress.say('No rows.');
    context.print(formatRows(rows, args.format));
  });
