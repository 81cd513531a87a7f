// Moving from client-side to server-side apply, as kubectl does it.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../patch/json-value.ts';
import { apply, config, failure, owners, store, update } from './testing/thing.ts';

describe('from client-side to server-side apply', () => {
  const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
  const lastApplied = (fields: object) => `${JSON.stringify(config(fields))}\n`;
  const clientApplied = (fields: object) => {
    const annotations = { [annotation]: lastApplied(fields) };
    return store(update(undefined, config(fields, { annotations }), 'kubectl-client-side-apply'));
  };
  const annotationsOf = (object: JsonObject) =>
    (object.metadata as { annotations: Record<string, string> }).annotations;

  it('lets kubectl take over what its annotation shows it set', () => {
    const live = clientApplied({ data: { a: '1' } });
    const applied = apply(live, config({ data: { a: '2' } }), { manager: 'kubectl' });
    expect(applied.data).toEqual({ a: '2' });
    expect(owners(applied).kubectl).toEqual({ 'f:data': { 'f:a': {} } });
    expect(failure(() => apply(live, config({ data: { a: '2' } }), { manager: 'helm' })).code).toBe(409);
  });

  it('still protects what others changed since', () => {
    const edited = update(
      clientApplied({ data: { a: '1' } }),
      { ...clientApplied({ data: { a: '1' } }), data: { a: '9' } },
      'kubectl-edit',
    );
    const error = failure(() => apply(edited, config({ data: { a: '2' } }), { manager: 'kubectl' }));
    expect(error.message).toBe('Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.a');
  });

  it('keeps the annotation up to date for kubectl, without owning it', () => {
    const applied = apply(clientApplied({ data: { a: '1' } }), config({ data: { a: '2' } }), { manager: 'kubectl' });
    expect(annotationsOf(applied)[annotation]).toBe(
      '{"apiVersion":"v1","data":{"a":"2"},"kind":"Thing","metadata":{"name":"a","namespace":"default"}}\n',
    );
    expect(JSON.stringify(owners(applied).kubectl)).not.toContain('annotations');
    expect(apply(store(applied), config({ data: { a: '2' } }), { manager: 'kubectl' })).toEqual(store(applied));
    expect(apply(undefined, config({ data: { a: '2' } }), { manager: 'kubectl' }).metadata).not.toHaveProperty(
      'annotations',
    );
  });

  it('keeps the annotation alive through kubectl-last-applied', () => {
    const live = clientApplied({ data: { a: '1' } });
    const text = annotationsOf(live)[annotation];
    const kept = apply(live, config({}, { annotations: { [annotation]: text } }), { manager: 'kubectl-last-applied' });
    expect(owners(kept)['kubectl-last-applied']).toEqual({
      'f:metadata': { 'f:annotations': { [`f:${annotation}`]: {} } },
    });
    expect(kept.data).toEqual(live.data);
  });
});
