// The form one answer takes: an object or list as itself, as Table or cut down to metadata; JSON or YAML.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { badRequest } from '@gantry/api/meta/status-error';
import type { ApiCall } from '../api-call.ts';
import { type Form, negotiate, type View } from '../negotiation.ts';

type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface ObjectView extends Form {
  kind: KindDefinition;
  includeObject: IncludeObject;
  /** JSON is indented. */
  pretty: boolean;
  /** Milliseconds since the epoch, for ages. */
  now: number;
}

const objectViews: readonly View[] = ['Table', 'PartialObjectMetadata'];

/** @throws StatusError 400, 406 */
export function objectView(call: ApiCall, kind: KindDefinition): ObjectView {
  return {
    ...negotiate(call.accept, objectViews),
    kind,
    includeObject: includeObject(call.query.text('includeObject')),
    pretty: wantsPretty(call),
    now: Date.now(),
  };
}

function includeObject(value: string): IncludeObject {
  if (value === '') return 'Metadata';
  if (value === 'None' || value === 'Metadata' || value === 'Object') return value;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
}

/** People get indented JSON unless they say otherwise (apiserver/pkg/endpoints/handlers/negotiation). */
export function wantsPretty({ query, userAgent }: ApiCall): boolean {
  if (query.has('pretty')) return query.flag('pretty');
  return ['curl', 'Wget', 'Mozilla/5.0'].some((browser) => userAgent.startsWith(browser));
}
