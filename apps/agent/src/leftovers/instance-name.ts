// How names of an instance look.

/** Whether a path has a segment `gantry-<instance>`, alone or followed by `-`, `.` or `_` and more. */
export function hasInstanceSegment(path: string, instance: string): boolean {
  return path.split('/').some((segment) => isInstanceName(segment, `gantry-${instance}`));
}

/** Whether a name is the prefix, or the prefix and a separator and more. */
export function isInstanceName(name: string, prefix: string): boolean {
  return name === prefix || (name.startsWith(prefix) && /^[-._]/.test(name.slice(prefix.length)));
}
