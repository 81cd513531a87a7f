// Puts the migrations' SQL into a module, so that the bundled control plane carries them. Run by `npm run gen`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../prisma/migrations');
const target = join(import.meta.dirname, 'src/generated');

const folders = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
if (folders.length === 0) throw new Error(`no migrations in ${source}`);

const entries = folders.map((name) => {
  const sql = readFileSync(join(source, name, 'migration.sql'), 'utf8');
  return `  { name: ${JSON.stringify(name)}, sql: ${JSON.stringify(sql)} },\n`;
});

mkdirSync(target, { recursive: true });
writeFileSync(
  join(target, 'migrations.ts'),
  `// Generated from prisma/migrations by \`npm run gen\`; not to be edited.
export const migrations: readonly { name: string; sql: string }[] = [
${entries.join('')}];
`,
);
