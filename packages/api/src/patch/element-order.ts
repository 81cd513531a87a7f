// Order of a list merged by a strategic merge patch: the patch's order first, the stored list's where it is silent
// (kubernetes/community contributors/design-proposals/cli/preserve-order-in-strategic-merge-patch.md).

/** What tells the elements of a list apart: the merge key's value, or the element itself. */
export type Identify = (element: unknown) => unknown;

export interface Orders {
  /** Wins: the list of the patch, or its `$setElementOrder`. */
  patch: readonly unknown[];
  /** The list as it was stored. */
  stored: readonly unknown[];
}

/** Puts the elements in order; those the patch does not name keep their place among the others where they can. */
export function arrange(elements: readonly unknown[], orders: Orders, identify: Identify): unknown[] {
  const inPatch = positions(orders.patch, identify);
  const inStore = positions(orders.stored, identify);
  const named = elements.filter((element) => inPatch.has(identify(element)));
  const others = elements.filter((element) => !inPatch.has(identify(element)));
  const place = (order: Map<unknown, number>) => (element: unknown) => order.get(identify(element)) ?? Infinity;
  return interleave(sortBy(others, place(inStore)), sortBy(named, place(inPatch)), place(inStore));
}

function positions(list: readonly unknown[], identify: Identify): Map<unknown, number> {
  const result = new Map<unknown, number>();
  list.forEach((element, index) => {
    const identity = identify(element);
    if (!result.has(identity)) result.set(identity, index);
  });
  return result;
}

function sortBy(elements: unknown[], place: (element: unknown) => number): unknown[] {
  return elements.sort((left, right) => {
    const [first, second] = [place(left), place(right)];
    return first === second ? 0 : first - second;
  });
}

/** Merges two lists, each in its order; an element of `others` goes before the first of `named` stored behind it. */
function interleave(others: unknown[], named: unknown[], stored: (element: unknown) => number): unknown[] {
  const result: unknown[] = [];
  let next = 0;
  for (const element of named) {
    while (next < others.length && goesBefore(stored(others[next]), stored(element))) result.push(others[next++]);
    result.push(element);
  }
  return [...result, ...others.slice(next)];
}

const goesBefore = (left: number, right: number) => Number.isFinite(right) && left < right;
