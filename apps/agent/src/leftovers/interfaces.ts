// Network interfaces of the instance: `gtr<instance>` and what is appended to it.
import { readdirSync } from 'node:fs';
import { runSystemProgram } from './system-program.ts';

/** Interface names hold 15 characters, so an instance is known there by its first six. */
const INSTANCE_CHARACTERS = 6;

export function findInterfaces(instance: string): string[] {
  const prefix = `gtr${instance.slice(0, INSTANCE_CHARACTERS)}`;
  try {
    return readdirSync('/sys/class/net').filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

export function removeInterface(name: string): void {
  runSystemProgram('ip', ['link', 'delete', 'dev', name]);
}
