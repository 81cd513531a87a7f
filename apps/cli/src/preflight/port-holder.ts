// Which process listens on a TCP port: /proc/net/tcp names the socket's inode, /proc/<pid>/fd who has it open.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface PortHolder {
  pid: number;
  program: string;
}

/** Undefined when nobody listens, or when it is somebody whose descriptors this user may not read. */
export function findPortHolder(port: number): PortHolder | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => listeningInodes(readText(path), port));
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const pid = pids.find((candidate) => hasOpen(candidate, sockets));
  return pid === undefined ? undefined : { pid: Number(pid), program: readText(`/proc/${pid}/comm`).trim() };
}

/** Columns by proc_net(5): local address in hexadecimal, state (0A is listening), inode tenth. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const inode = fields[9];
    return fields[3] === '0A' && fields[1]?.endsWith(`:${wanted}`) && inode !== undefined ? [inode] : [];
  });
}

function hasOpen(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readLink(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
