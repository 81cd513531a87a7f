// Static tokens: $GANTRY_HOME/pki/tokens.csv in the format of kube-apiserver's --token-auth-file
// (token,user,uid,"group1,group2"), read at start.
import { createHash, timingSafeEqual } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { hasCode } from '../../pki/atomic-file.ts';
import type { UserInfo } from '../../registry/registry.ts';
import { StartError } from '../../start-error.ts';
import type { TokenAuthenticator } from './authenticator.ts';

interface Entry {
  digest: Buffer;
  user: UserInfo;
}

/** @throws StartError when others may read the file, or a line is not in the format */
export async function loadTokenFile(path: string): Promise<TokenAuthenticator> {
  const entries = parseTokens(await readPrivate(path), path);
  return async (token) => {
    const digest = digestOf(token);
    // All are compared, so that time tells nothing about which matched.
    let found: UserInfo | undefined;
    for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) found = entry.user;
    return found;
  };
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

async function readPrivate(path: string): Promise<string> {
  const file = await openIfThere(path);
  if (!file) return '';
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) === 0) return await file.readFile('utf8');
  } finally {
    await file.close();
  }
  throw new StartError(`${path} can be read by others than its owner`, `run: chmod 600 ${path}`);
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseTokens(text: string, path: string): Entry[] {
  const entries: Entry[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const entry = parseLine(line);
    if (!entry) {
      throw new StartError(
        `${path}, line ${index + 1}: not token,user,uid with optional groups`,
        'write lines such as: 31ada4fd,jane,1001,"team-a,team-b"',
      );
    }
    entries.push(entry);
  }
  return entries;
}

function parseLine(line: string): Entry | undefined {
  const fields = csvFields(line);
  const [token, name, uid, groups = ''] = fields ?? [];
  if (!token || !name || uid === undefined) return undefined;
  const list = groups.split(',').map((group) => group.trim());
  return {
    digest: digestOf(token),
    user: { name, ...(uid !== '' && { uid }), groups: list.filter((group) => group !== '') },
  };
}

/** Fields of one CSV line (RFC 4180, no line breaks inside quotes); undefined when quotes do not close. */
function csvFields(line: string): string[] | undefined {
  const fields: string[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  while (pattern.lastIndex <= line.length) {
    const match = pattern.exec(line);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? (match[2] ?? '').trim());
    if (match[3] === '') break;
  }
  return fields;
}
