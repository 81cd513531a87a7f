// metav1.ListMeta: what a list carries beside its items.
import type { z } from 'zod';
import { int64, object, ref, required, text } from '../schema/field.ts';

export const ShardInfo = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo',
  'Which part of a collection a sharded list covers.',
  { selector: required(text('Shard selector the list was made with.')) },
);

export const ListMeta = object(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
  'What a list carries beside its items: its version and how to read on.',
  {
    continue: text('Token that fetches the next page; empty on the last one. Opaque, and good for a limited time.'),
    remainingItemCount: int64('Items behind this page; absent when a selector makes the number unknown.'),
    resourceVersion: text('Version of the collection the list shows; a watch may start from it.'),
    selfLink: text('No longer set.'),
    shardInfo: ref(ShardInfo, 'Part of the collection that was asked for; absent in a whole list.'),
  },
);

export type ListMeta = z.infer<typeof ListMeta>;
