// The path of a field as Kubernetes prints it: `spec.containers[0].name`, `metadata.labels[a.b/c]`.
// A chain of steps, spelled out only when a path is printed: nearly all are walked and never shown.
export class FieldPath {
  static readonly root = new FieldPath(undefined, '', false);

  private readonly parent: FieldPath | undefined;
  private readonly step: string | number;
  private readonly bracketed: boolean;

  private constructor(parent: FieldPath | undefined, step: string | number, bracketed: boolean) {
    this.parent = parent;
    this.step = step;
    this.bracketed = bracketed;
  }

  static of(...names: string[]): FieldPath {
    return names.reduce((path, name) => path.child(name), FieldPath.root);
  }

  child(name: string): FieldPath {
    return new FieldPath(this, name, false);
  }

  index(position: number): FieldPath {
    return new FieldPath(this, position, true);
  }

  key(name: string): FieldPath {
    return new FieldPath(this, name, true);
  }

  toString(): string {
    let text = '';
    for (let at: FieldPath = this; at.parent; at = at.parent) {
      const joined = text === '' || text.startsWith('[') ? text : `.${text}`;
      text = `${at.bracketed ? `[${at.step}]` : at.step}${joined}`;
    }
    return text === '' ? '<nil>' : text;
  }
}
