// A pod taken the way the registry takes it, for tests of its rules.
import { decode } from '../../../../schema/decode.ts';
import { applyDefaults } from '../../../../schema/defaulting.ts';
import { validateShape } from '../../../../schema/validation.ts';
import type { KindDefinition } from '../../../define-kind.ts';
import { Pod } from '../../pod.ts';

export type Json = Record<string, unknown>;

/** A manifest's spec and what is wrong with it, line by line. */
export type Case = readonly [spec: Json | undefined, ...expected: string[]];

/** As generic code sees it: what is required may still be missing. */
const kind: KindDefinition = Pod;

export const web = { name: 'web', image: 'nginx' };

/** A pod of one container with these fields. */
export const container = (fields: Json): Json => ({ containers: [{ ...web, ...fields }] });

/** A pod of one good container with these fields of the spec. */
export const pod = (fields: Json): Json => ({ containers: [web], ...fields });

/** What is wrong with a new pod of this spec, decoding included. */
export function problems(spec: Json | undefined): string[] {
  const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, ...(spec && { spec }) };
  const { value, errors, unknown } = decode(kind.shape, manifest, 'Pod');
  if (errors.length + unknown.length > 0) return [...errors, ...unknown];
  const made = { ...manifest, ...applyDefaults(kind.shape, value) };
  const prepared = kind.prepareForCreate?.(made) ?? made;
  const found = [...validateShape(kind.shape, prepared), ...(kind.validate?.(prepared) ?? [])];
  return found.map(({ field, message }) => `${field}: ${message}`);
}
