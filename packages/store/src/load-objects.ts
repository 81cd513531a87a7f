// Reads the whole present state while writers go on: objects page by page, each page as of its own moment, then the log
// since the beginning, which levels them.
import { type LoadedObject, type LogReader, logPage } from './log-reader.ts';

/** @param cache what own batches go into meanwhile: the result is not behind it */
export async function loadObjects(
  reader: LogReader,
  cache: { readonly revision: number },
): Promise<{ objects: Iterable<LoadedObject>; revision: number }> {
  const before = cache.revision;
  let { current: revision } = await reader.bounds();
  const objects = new Map<string, LoadedObject>();
  for await (const loaded of reader.objects()) objects.set(placeOf(loaded), loaded);
  for (;;) {
    const entries = await reader.after(revision);
    for (const entry of entries) level(objects, entry);
    revision = entries.at(-1)?.revision ?? revision;
    const isBehind = cache.revision > before && revision < cache.revision;
    if (entries.length < logPage && !isBehind) return { objects: objects.values(), revision };
  }
}

const placeOf = ({ key }: LoadedObject) => [key.resource, key.namespace, key.name].join('\0');

function level(objects: Map<string, LoadedObject>, entry: LoadedObject & { type: string }): void {
  const place = placeOf(entry);
  // The object was read after this entry was made.
  if ((objects.get(place)?.revision ?? 0) >= entry.revision) return;
  if (entry.type === 'DELETED') objects.delete(place);
  else objects.set(place, entry);
}
