// Rules for names, label keys and values, in Kubernetes' words (k8s.io/apimachinery/pkg/util/validation).
// Each gives what is wrong with a text, nothing when it is right. All take linear time.

const labelPattern = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainPattern = `${labelPattern}(\\.${labelPattern})*`;
const qualifiedPattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const tooLong = (limit: number) => `must be no more than ${limit} bytes`;

/** The odd spacing between examples is Kubernetes' own. */
const breaksPattern = (rule: string, pattern: string, examples: readonly string[]) =>
  `${rule} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;

const encoder = new TextEncoder();

/** Length in UTF-8, as Go counts it. */
const bytesOf = (value: string) => encoder.encode(value).length;

const labelCharacters = /^[-a-z0-9]+$/;

/** Checked by hand where Kubernetes has a nested repetition: a backtracking engine must not run that on a stranger's text. */
const isLabel = (value: string) => labelCharacters.test(value) && !value.startsWith('-') && !value.endsWith('-');

const isSubdomain = (value: string) => value.split('.').every(isLabel);

const qualifiedCharacters = /^[-A-Za-z0-9_.]+$/;
const alphanumericEnds = /^[A-Za-z0-9](?:.*[A-Za-z0-9])?$/;

const isQualified = (name: string) => qualifiedCharacters.test(name) && alphanumericEnds.test(name);

/** A DNS label (RFC 1123), e.g. the name of a namespace. */
export function dns1123LabelProblems(value: string): string[] {
  const problems = bytesOf(value) > 63 ? [tooLong(63)] : [];
  if (isLabel(value)) return problems;
  if (isSubdomain(value)) return [...problems, 'must not contain dots'];
  const rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...problems, breaksPattern(rule, labelPattern, ['my-name', '123-abc'])];
}

/** A DNS subdomain (RFC 1123), e.g. the name of a pod. */
export function dns1123SubdomainProblems(value: string): string[] {
  const problems = bytesOf(value) > 253 ? [tooLong(253)] : [];
  if (isSubdomain(value)) return problems;
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...problems, breaksPattern(rule, subdomainPattern, ['example.com'])];
}

const qualifiedRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const qualifiedMessage = breaksPattern(qualifiedRule, qualifiedPattern, ['MyName', 'my.name', '123-abc']);

/** A key of labels or annotations: a name, with or without a DNS subdomain and `/` in front. */
export function qualifiedNameProblems(value: string): string[] {
  const parts = value.split('/', 3);
  if (parts.length > 2) {
    return [
      `a valid label key ${qualifiedMessage} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const [name = '', prefix] = parts.toReversed();
  return [...prefixProblems(prefix), ...namePartProblems(name)];
}

function prefixProblems(prefix: string | undefined): string[] {
  if (prefix === undefined) return [];
  const problems = prefix === '' ? ['must be non-empty'] : dns1123SubdomainProblems(prefix);
  return problems.map((problem) => `prefix part ${problem}`);
}

function namePartProblems(name: string): string[] {
  const problems: string[] = [];
  if (name === '') problems.push('name part must be non-empty');
  else if (bytesOf(name) > 63) problems.push(`name part ${tooLong(63)}`);
  if (!isQualified(name)) problems.push(`name part ${qualifiedMessage}`);
  return problems;
}

/** The value of a label; may be empty. */
export function labelValueProblems(value: string): string[] {
  const problems = bytesOf(value) > 63 ? [tooLong(63)] : [];
  if (value === '' || isQualified(value)) return problems;
  const rule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...problems, breaksPattern(rule, `(${qualifiedPattern})?`, ['MyValue', 'my_value', '12345'])];
}

/** A name that can stand as one segment of a URL's path. */
export function pathSegmentNameProblems(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
}

const configKeyCharacters = /^[-._a-zA-Z0-9]+$/;

/** A key of a ConfigMap or Secret, which becomes a file's name. */
export function configMapKeyProblems(value: string): string[] {
  const problems = bytesOf(value) > 253 ? [tooLong(253)] : [];
  if (!configKeyCharacters.test(value)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    problems.push(breaksPattern(rule, '[-._a-zA-Z0-9]+', ['key.name', 'KEY_NAME', 'key-name']));
  }
  if (value === '.' || value === '..') problems.push(`must not be '${value}'`);
  else if (value.startsWith('..')) problems.push("must not start with '..'");
  return problems;
}
