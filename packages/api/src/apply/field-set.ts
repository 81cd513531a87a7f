// A set of fields: a tree of path elements, each a member or only on the way to one
// (sigs.k8s.io/structured-merge-diff/v6/fieldpath/set.go).
import { type PathElement, sortElements } from './path-element.ts';

export type Path = readonly PathElement[];

/** Never changed once it has left the code that builds it. */
export class FieldSet {
  private readonly members: Set<PathElement>;
  private readonly children: Map<PathElement, FieldSet>;

  constructor(members: Iterable<PathElement> = [], children: Iterable<readonly [PathElement, FieldSet]> = []) {
    this.members = new Set(members);
    this.children = new Map();
    for (const [element, child] of children) if (!child.isEmpty()) this.children.set(element, child);
  }

  static readonly empty = new FieldSet();

  static of(...paths: Path[]): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.insert(path);
    return set;
  }

  /** Adds one field, not those above it. The whole object, the empty path, is never a member. */
  insert(path: Path): void {
    const last = path.at(-1);
    if (last === undefined) return;
    let set: FieldSet = this;
    for (let depth = 0; depth < path.length - 1; depth++) set = set.descend(path[depth] ?? '');
    set.members.add(last);
  }

  private descend(element: PathElement): FieldSet {
    const known = this.children.get(element);
    if (known) return known;
    const child = new FieldSet();
    this.children.set(element, child);
    return child;
  }

  isEmpty(): boolean {
    return this.members.size === 0 && this.children.size === 0;
  }

  has(path: Path): boolean {
    const [element, ...rest] = path;
    if (element === undefined) return false;
    return rest.length === 0 ? this.members.has(element) : this.under(element).has(rest);
  }

  hasMember(element: PathElement): boolean {
    return this.members.has(element);
  }

  /** The part below an element. */
  under(element: PathElement): FieldSet {
    return this.children.get(element) ?? FieldSet.empty;
  }

  /** Members and elements on the way to some, in canonical order. */
  elements(): PathElement[] {
    return sortElements(new Set([...this.members, ...this.children.keys()]));
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty()) return this;
    if (this.isEmpty()) return other;
    const children = new Map(this.children);
    for (const [element, child] of other.children) children.set(element, this.under(element).union(child));
    return new FieldSet([...this.members, ...other.members], children);
  }

  intersection(other: FieldSet): FieldSet {
    if (this.isEmpty() || other.isEmpty()) return FieldSet.empty;
    return new FieldSet(
      [...this.members].filter((element) => other.members.has(element)),
      this.mapChildren((child, element) => child.intersection(other.under(element))),
    );
  }

  /** Removes the other's members, but not what lies below them. */
  difference(other: FieldSet): FieldSet {
    if (this.isEmpty() || other.isEmpty()) return this;
    return new FieldSet(
      [...this.members].filter((element) => !other.members.has(element)),
      this.mapChildren((child, element) => child.difference(other.under(element))),
    );
  }

  /** Removes the other's members and all below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    if (this.isEmpty() || other.isEmpty()) return this;
    return new FieldSet(
      [...this.members].filter((element) => !other.members.has(element)),
      this.mapChildren((child, element) =>
        other.members.has(element) ? FieldSet.empty : child.recursiveDifference(other.under(element)),
      ),
    );
  }

  /** The members with no member below them. */
  leaves(): FieldSet {
    return new FieldSet(
      [...this.members].filter((element) => !this.children.has(element)),
      this.mapChildren((child) => child.leaves()),
    );
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty() && other.difference(this).isEmpty();
  }

  /** All members, those of a level before those below, each level in canonical order. */
  paths(): Path[] {
    const below = sortElements(this.children.keys()).flatMap((element) =>
      this.under(element)
        .paths()
        .map((path) => [element, ...path]),
    );
    return [...sortElements(this.members).map((element) => [element]), ...below];
  }

  private mapChildren(change: (child: FieldSet, element: PathElement) => FieldSet): [PathElement, FieldSet][] {
    return [...this.children].map(([element, child]) => [element, change(child, element)]);
  }
}
