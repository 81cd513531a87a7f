// Taint: what keeps pods off a node unless they tolerate it.
import type { z } from 'zod';
import { labelValueProblems } from '../../meta/names.ts';
import { validateLabelKey } from '../../meta/validate-labels.ts';
import { object, required, text, time } from '../../schema/field.ts';
import { duplicate, type FieldError, invalid } from '../../schema/field-error.ts';
import type { FieldPath } from '../../schema/field-path.ts';

export const Taint = object('io.k8s.api.core.v1.Taint', 'Keeps pods that do not tolerate it off a node.', {
  effect: required(
    text('`NoSchedule` keeps new pods off, `PreferNoSchedule` where possible; `NoExecute` also evicts those there.', {
      enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
    }),
  ),
  key: required(text('Key of the taint, written as a label key.')),
  timeAdded: time('When the taint was added; from here the time counts that pods tolerate it.'),
  value: text('Value of the taint, written as a label value.'),
});

export type Taint = z.infer<typeof Taint>;

/** Checks what the schema alone does not say: syntax, and that key and effect are together unique. */
export function validateTaints(taints: readonly Taint[], path: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, index) => {
    const at = path.index(index);
    const id = JSON.stringify([taint.key, taint.effect]);
    const errors = validateSyntax(taint, at);
    if (seen.has(id)) errors.push(repeated(taint, at));
    seen.add(id);
    return errors;
  });
}

function validateSyntax({ key, value = '' }: Taint, path: FieldPath): FieldError[] {
  const problems = labelValueProblems(value);
  return [
    // A missing key is the schema's to report.
    ...(key ? validateLabelKey(key, path.child('key')) : []),
    ...(problems.length === 0 ? [] : [invalid(path.child('value'), value, problems.join(';'))]),
  ];
}

function repeated(taint: Taint, path: FieldPath): FieldError {
  const error = duplicate(path, taint);
  return { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
}
