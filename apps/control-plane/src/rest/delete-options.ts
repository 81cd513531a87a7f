// Options of a delete: from the body, or from the query when there is none.
import type { DeleteOptions } from '@gantry/api/client/resource-client';
import {
  type DeleteOptions as Sent,
  DeleteOptions as schema,
  validateDeleteOptions,
} from '@gantry/api/meta/delete-options';
import { badRequest } from '@gantry/api/meta/status-error';
import { decode } from '@gantry/api/schema/decode';
import { objectShapeOf } from '@gantry/api/schema/shape';
import type { ApiCall } from './api-call.ts';
import type { BodyParser } from './body/parse-body.ts';
import { refuseInvalidOptions } from './write-options.ts';

export interface DeleteRequest {
  options: DeleteOptions;
  dryRun: boolean;
}

/** @throws StatusError 400, 422 */
export async function deleteRequest(call: ApiCall, parser: BodyParser): Promise<DeleteRequest> {
  const sent = call.body.bytes.length > 0 ? await fromBody(call, parser) : fromQuery(call);
  refuseInvalidOptions('DeleteOptions', validateDeleteOptions(sent));
  const { gracePeriodSeconds, preconditions, dryRun = [] } = sent;
  const propagationPolicy = propagationOf(sent);
  return {
    options: {
      // A negative period means one second (apiserver/pkg/registry/rest/delete.go).
      ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds: gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds }),
      ...(propagationPolicy && { propagationPolicy }),
      ...(preconditions && { preconditions }),
    },
    dryRun: dryRun.length > 0,
  };
}

async function fromBody(call: ApiCall, parser: BodyParser): Promise<Sent> {
  const { value } = await parser.object(call.body);
  const decoded = decode(objectShapeOf(schema), value, 'DeleteOptions');
  const [error] = decoded.errors;
  if (error !== undefined)
    throw badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${error}`);
  const options: Sent = decoded.value;
  return options;
}

function fromQuery({ query }: ApiCall): Sent {
  const gracePeriodSeconds = query.integer('gracePeriodSeconds');
  const propagationPolicy = query.optional('propagationPolicy');
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy !== undefined && { propagationPolicy }),
    ...(query.has('orphanDependents') && { orphanDependents: query.flag('orphanDependents') }),
  };
}

function propagationOf({ propagationPolicy, orphanDependents }: Sent): DeleteOptions['propagationPolicy'] {
  switch (propagationPolicy) {
    case 'Background':
    case 'Foreground':
    case 'Orphan':
      return propagationPolicy;
  }
  if (orphanDependents === undefined) return undefined;
  return orphanDependents ? 'Orphan' : 'Background';
}
