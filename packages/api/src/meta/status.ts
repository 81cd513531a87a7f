// metav1.Status as a schema, for OpenAPI and for reading another server's answers; `status-error.ts` makes them.
import type { z } from 'zod';
import { int32, list, object, ref, text } from '../schema/field.ts';
import { ListMeta } from './list-meta.ts';

export const StatusCause = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause',
  'One of the things that made a request fail.',
  {
    field: text('Path of the field at fault, e.g. `spec.containers[0].name`.'),
    message: text('What is wrong, for people.'),
    reason: text('What is wrong, for programs; may be empty.'),
  },
);

export const StatusDetails = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails',
  'What a Status is about, and why in detail.',
  {
    causes: list(StatusCause, 'Each thing that went wrong.', { type: 'atomic' }),
    group: text('API group of the resource; empty for the core group.'),
    kind: text('Resource (or, for invalid objects, kind) the request was for.'),
    name: text('Name of the object the request was for.'),
    retryAfterSeconds: int32('Seconds to wait before the request is tried again; absent when it need not be.'),
    uid: text('UID of the object the request was for.'),
  },
);

export const Status = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
  'The answer to a request that returns no object, above all to one that failed.',
  {
    apiVersion: text('Always `v1`.'),
    code: int32('HTTP code of the answer.'),
    details: ref(StatusDetails, 'What the answer is about; depends on the reason.'),
    kind: text('Always `Status`.'),
    message: text('What happened, for people.'),
    metadata: ref(ListMeta, 'Always empty here.'),
    reason: text('Why the request failed, from a closed set such as `NotFound` or `Conflict`.'),
    status: text('`Success` or `Failure`.'),
  },
);

export type Status = z.infer<typeof Status>;
