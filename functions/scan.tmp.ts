import { openDuckDb } from './src/adapters/duckdb.ts';
import { folderStorage } from './src/adapters/folder.ts';
const w = await openDuckDb({ path: process.argv[2] + '/warehouse.duckdb', storage: folderStorage('/tmp/c/x'), memoryLimit: '1GB', readOnly: true });
const t = await Array.fromAsync(w.query("select table_name, column_name from information_schema.columns where table_catalog='igdb' and table_schema='main'"));
for (const { table_name, column_name } of t) {
  try { for await (const _ of w.query(`select count(*), max(${column_name}), sum(length(cast(${column_name} as varchar))) as l from ${table_name}`)) ; }
  catch (e) { console.log(table_name, column_name, String((e as Error).message).slice(0, 150)); }
}
