// Reads `testdata/<controller>/<case>.{input,output}.yaml`: the view a controller is given, and the changes it must plan.
import { readdirSync, readFileSync } from 'node:fs';
import { kinds } from '@gantry/api/kinds';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import type { Change } from '@gantry/controller-kit/controller';
import { load } from 'js-yaml';

export interface PlanCase {
  name: string;
  /** As written; the test turns it into the controller's view. */
  input: Record<string, unknown>;
  output: unknown;
}

const folder = new URL('../testdata/', import.meta.url);

/** @throws Error when the controller has no case: a table test that tests nothing */
export function planCases(controller: string): PlanCase[] {
  const files = new URL(`${controller}/`, folder);
  const read = (name: string) => load(readFileSync(new URL(name, files), 'utf8'));
  const names = readdirSync(files).flatMap((file) => /^(.+)\.input\.yaml$/.exec(file)?.[1] ?? []);
  if (names.length === 0) throw new Error(`no case in testdata/${controller}`);
  return names.sort().map((name) => ({
    name,
    input: read(`${name}.input.yaml`) as Record<string, unknown>,
    output: read(`${name}.output.yaml`),
  }));
}

/** @throws Error for a kind that is not served */
export function kindNamed(name: unknown): KindDefinition {
  const kind = kinds.find((known) => known.kind === name);
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

/** Changes as a case writes them: kinds by name. */
export const written = (changes: readonly Change[]): unknown =>
  JSON.parse(JSON.stringify(changes.map((change) => ({ ...change, kind: change.kind.kind }))));
