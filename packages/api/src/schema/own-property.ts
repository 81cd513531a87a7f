// Setting a property by a name that a stranger chose: `__proto__` becomes an ordinary own property, as JSON.parse makes it.

/** Defines `key` as an own, enumerable property of `target`. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  Reflect.set(target, key, value);
}

/** Reads an own property; inherited ones (`constructor`, `toString`) do not exist. */
export function getOwn(target: object, key: string): unknown {
  return Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
}
