// Finds members of one JSON object that have the same name. Runs only when counting showed that there are some.
import { endOfString } from './json-scan.ts';

/** As many complaints as Kubernetes' strict decoder lists. */
const complaintLimit = 100;

interface Frame {
  /** Names seen; absent for a list. */
  names?: Set<string>;
  /** Position in a list. */
  index: number;
  path: string;
  /** Path of the member or entry being read. */
  current: string;
}

/** @returns `duplicate field "metadata.name"`, in order of appearance; `bytes` must be valid JSON */
export function duplicateKeys(bytes: Uint8Array): string[] {
  return new DuplicateFinder(bytes).run();
}

class DuplicateFinder {
  private readonly bytes: Uint8Array;
  private readonly found = new Set<string>();
  private readonly stack: Frame[] = [];
  private top: Frame = { index: 0, path: '', current: '' };
  /** Last string read inside an object: a name when a colon follows. */
  private name = '';

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  run(): string[] {
    const { bytes } = this;
    for (let at = 0; at < bytes.length && this.found.size < complaintLimit; at++) {
      if (bytes[at] === 0x22) at = this.string(at);
      else this.punctuation(String.fromCharCode(bytes[at] ?? 0));
    }
    return [...this.found];
  }

  private string(start: number): number {
    const end = endOfString(this.bytes, start);
    if (this.top.names) this.name = JSON.parse(Buffer.from(this.bytes.subarray(start, end + 1)).toString());
    return end;
  }

  private punctuation(character: string): void {
    if (character === '{' || character === '[') this.open(character);
    else if (character === '}' || character === ']') this.top = this.stack.pop() ?? this.top;
    else if (character === ':') this.member();
    else if (character === ',' && !this.top.names) this.entry();
  }

  private open(bracket: '{' | '['): void {
    const path = this.top.current;
    this.stack.push(this.top);
    this.top =
      bracket === '{' ? { names: new Set(), index: 0, path, current: path } : { index: 0, path, current: `${path}[0]` };
  }

  private member(): void {
    const { top } = this;
    const name = this.name;
    top.current = top.path === '' ? name : `${top.path}.${name}`;
    if (top.names?.has(name)) this.found.add(`duplicate field ${JSON.stringify(top.current)}`);
    top.names?.add(name);
  }

  private entry(): void {
    this.top.index++;
    this.top.current = `${this.top.path}[${this.top.index}]`;
  }
}
