// Options in the query of a list or watch (apimachinery/pkg/apis/meta/internalversion/validation).
import { type FieldError, forbidden, notSupported } from '@gantry/api/schema/field-error';
import { FieldPath } from '@gantry/api/schema/field-path';
import type { ListQuery, WatchQuery } from '../registry/registry.ts';
import type { ApiCall } from './api-call.ts';
import type { Query } from './query.ts';
import { refuseInvalidOptions } from './write-options.ts';

const matchField = FieldPath.of('resourceVersionMatch');

/** @throws StatusError 400, 422 */
export function listQuery(call: ApiCall): ListQuery {
  const { query } = call;
  refuseInvalidOptions('ListOptions', checkListOptions(query));
  const limit = query.integer('limit');
  const match = query.text('resourceVersionMatch');
  return {
    ...selection(call),
    ...(limit !== undefined && limit > 0 && { limit }),
    ...optionalText(query, 'continue'),
    ...optionalText(query, 'resourceVersion'),
    ...((match === 'Exact' || match === 'NotOlderThan') && { resourceVersionMatch: match }),
  };
}

/** @throws StatusError 422 */
export function watchQuery(call: ApiCall): WatchQuery {
  const { query } = call;
  refuseInvalidOptions('ListOptions', checkWatchOptions(query));
  return {
    ...selection(call),
    ...optionalText(query, 'resourceVersion'),
    ...(query.has('sendInitialEvents') && { sendInitialEvents: query.flag('sendInitialEvents') }),
  };
}

function selection({ namespace, query }: ApiCall): Pick<ListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'> {
  return {
    ...(namespace !== '' && { namespace }),
    ...optionalText(query, 'labelSelector'),
    ...optionalText(query, 'fieldSelector'),
  };
}

function optionalText<Name extends string>(query: Query, name: Name): Partial<Record<Name, string>> {
  const value = query.optional(name);
  const found: Partial<Record<Name, string>> = {};
  if (value !== undefined) found[name] = value as Partial<Record<Name, string>>[Name];
  return found;
}

function checkListOptions(query: Query): FieldError[] {
  const match = query.text('resourceVersionMatch');
  if (query.has('sendInitialEvents')) {
    return [forbidden(FieldPath.of('sendInitialEvents'), 'sendInitialEvents is forbidden for list')];
  }
  if (match === '') return [];
  const errors: FieldError[] = [];
  const version = query.text('resourceVersion');
  if (version === '')
    errors.push(forbidden(matchField, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
  if (query.has('continue'))
    errors.push(forbidden(matchField, 'resourceVersionMatch is forbidden when continue is provided'));
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(notSupported(matchField, match, ['Exact', 'NotOlderThan', '']));
  } else if (match === 'Exact' && version === '0') {
    errors.push(forbidden(matchField, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  return errors;
}

function checkWatchOptions(query: Query): FieldError[] {
  const match = query.text('resourceVersionMatch');
  if (query.has('sendInitialEvents')) {
    return match === 'NotOlderThan'
      ? []
      : [forbidden(matchField, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')];
  }
  return match === ''
    ? []
    : [forbidden(matchField, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')];
}
