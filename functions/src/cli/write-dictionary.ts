/** `npm run dictionary`: writes functions/sql/README.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary } from '../dictionary.ts';
import { SQL_DIR } from '../sql.ts';

writeFileSync(join(SQL_DIR, 'README.md'), dictionary());
