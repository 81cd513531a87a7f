// What a verb of the `gantry` command is.
import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config.ts';
import type { PhaseTime } from '../terminal/progress.ts';

export interface VerbContext {
  /** Values of the verb's own options; true for a flag that was given */
  options: Readonly<Record<string, unknown>>;
  /** Read when it is first asked for, so that `help` works with a broken environment */
  config(): Config;
  /** Phases that were run before this command began (installing, building) */
  earlier: readonly PhaseTime[];
}

export interface Verb {
  name: string;
  /** One line for the list of verbs */
  summary: string;
  /** Paragraphs for `--help` */
  description: string;
  options: Readonly<Record<string, { about: string } & NonNullable<ParseArgsConfig['options']>[string]>>;
  /** Returns the exit code. */
  run(context: VerbContext): Promise<number>;
}
