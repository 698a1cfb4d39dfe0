/** `npm run dictionary`: writes functions/sql/README.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary } from '../similarity/data-dictionary.ts';
import { SQL_DIR } from '../tables.ts';

writeFileSync(join(SQL_DIR, 'README.md'), dictionary());
