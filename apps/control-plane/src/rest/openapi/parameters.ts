// Parameters of operations as OpenAPI states them; kubectl reads from them whether dryRun and fieldValidation work.
export interface Parameter {
  name: string;
  in: 'path' | 'query';
  description: string;
  required?: boolean;
  schema: { type: 'string' | 'integer' | 'boolean'; uniqueItems: true };
}

const parameter =
  (type: Parameter['schema']['type']) =>
  (name: string, description: string): Parameter => ({
    name,
    in: 'query',
    description,
    schema: { type, uniqueItems: true },
  });

const text = parameter('string');
const whole = parameter('integer');
const flag = parameter('boolean');

const inPath = (name: string, description: string): Parameter => ({
  ...text(name, description),
  in: 'path',
  required: true,
});

export const namespaceInPath = inPath('namespace', 'Namespace of the object.');
export const nameInPath = (kind: string): Parameter => inPath('name', `Name of the ${kind}.`);

export const pretty = text('pretty', 'Indents JSON when `true`.');

const dryRun = text('dryRun', '`All` makes every check and stores nothing.');
const fieldManager = text('fieldManager', 'Name under which the fields set here are owned.');
const fieldValidation = text(
  'fieldValidation',
  'What happens to unknown and duplicate fields: `Ignore`, `Warn` (the default) or `Strict`.',
);
const force = flag('force', 'Takes over fields that others own; for apply only.');

export const createParameters = [dryRun, fieldManager, fieldValidation];
export const patchParameters = [dryRun, fieldManager, fieldValidation, force];

export const deleteParameters = [
  dryRun,
  whole('gracePeriodSeconds', 'Seconds the object has to end by itself; 0 means at once.'),
  flag('orphanDependents', 'Keeps what the object owns; superseded by propagationPolicy.'),
  text('propagationPolicy', 'What becomes of owned objects: `Background`, `Foreground` or `Orphan`.'),
];

export const listParameters = [
  flag('allowWatchBookmarks', 'Sends bookmarks in a watch.'),
  text('continue', 'Token of the page to read on from.'),
  text('fieldSelector', 'Chooses objects by fields.'),
  text('labelSelector', 'Chooses objects by labels.'),
  whole('limit', 'Objects on one page at most.'),
  text('resourceVersion', 'Version the answer must be at or not older than.'),
  text('resourceVersionMatch', 'How resourceVersion is meant: `Exact` or `NotOlderThan`.'),
  flag('sendInitialEvents', 'Begins a watch with what is there.'),
  whole('timeoutSeconds', 'Seconds a watch lasts.'),
  flag('watch', 'Sends changes as they happen instead of a list.'),
];
