// Where the decoder stands in a value, and what it found wrong so far.

/** As many complaints of one sort as Kubernetes keeps (sigs.k8s.io/json). */
const maxComplaints = 100;

/** Deeper nesting is refused, so that no input exhausts the stack. */
const maxDepth = 512;

export class DecodeContext {
  readonly unknown: string[] = [];
  readonly errors: string[] = [];
  /** Go's name of the struct whose field is being read; empty outside any. */
  struct = '';
  private depth = 0;
  /** Names of struct fields down to here: all that Go's type errors show. */
  private readonly fields: string[] = [];
  /** Fields, map keys and list positions: what strict decoding shows. */
  private readonly steps: (string | number)[] = [];

  enterField(name: string): void {
    this.fields.push(name);
    this.steps.push(name);
  }

  leaveField(): void {
    this.fields.pop();
    this.steps.pop();
  }

  enterStep(step: string | number): void {
    this.steps.push(step);
  }

  leaveStep(): void {
    this.steps.pop();
  }

  /** One level down; false when that is too deep. Pair with `ascend` when true. */
  descend(): boolean {
    if (this.depth >= maxDepth) {
      this.fail('exceeded max depth');
      return false;
    }
    this.depth += 1;
    return true;
  }

  ascend(): void {
    this.depth -= 1;
  }

  unknownField(name: string): void {
    if (this.unknown.length >= maxComplaints) return;
    this.enterStep(name);
    this.unknown.push(`unknown field ${JSON.stringify(this.strictPath())}`);
    this.leaveStep();
  }

  fail(message: string): void {
    if (this.errors.length < maxComplaints) this.errors.push(message);
  }

  /** A value whose JSON kind does not fit its field's type. */
  mismatch(kind: string, type: string): void {
    const target = this.struct === '' ? 'value' : `struct field ${this.struct}.${this.fields.join('.')}`;
    this.fail(`json: cannot unmarshal ${kind} into Go ${target} of type ${type}`);
  }

  private strictPath(): string {
    let path = '';
    for (const step of this.steps) {
      if (typeof step === 'number') path += `[${step}]`;
      else path += path === '' ? step : `.${step}`;
    }
    return path;
  }
}
