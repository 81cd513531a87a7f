// The path of a field as Kubernetes prints it: `spec.containers[0].name`, `metadata.labels[a.b/c]`.
export class FieldPath {
  static readonly root = new FieldPath('');

  private readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  static of(...names: string[]): FieldPath {
    return names.reduce((path, name) => path.child(name), FieldPath.root);
  }

  child(name: string): FieldPath {
    return new FieldPath(this.text === '' ? name : `${this.text}.${name}`);
  }

  index(position: number): FieldPath {
    return new FieldPath(`${this.text}[${position}]`);
  }

  key(name: string): FieldPath {
    return new FieldPath(`${this.text}[${name}]`);
  }

  toString(): string {
    return this.text === '' ? '<nil>' : this.text;
  }
}
