// The object that is written over and over: a ConfigMap with 1 KB of data.

/** Bytes of data in each object. */
const dataBytes = 1024;

const text = 'gantry bench '.repeat(dataBytes).slice(0, dataBytes);

export function configMapJson(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text } });
}
