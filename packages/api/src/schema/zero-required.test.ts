import { describe, expect, it } from 'vitest';
import { int32, intOrString, list, map, object, ref, required, text } from './field.ts';
import { objectShapeOf } from './shape.ts';
import { zeroRequired } from './zero-required.ts';

const inner = object('test.Inner', 'Inner.', {
  count: required(int32('Count.')),
  name: required(text('Name.')),
  note: text('Note.'),
  port: required(intOrString('Port.')),
});
const shape = objectShapeOf(
  object('test.Outer', 'Outer.', {
    byName: map(inner, 'By name.'),
    inner: required(ref(inner, 'Inner.')),
    items: list(inner, 'Items.'),
  }),
);

const whole = { count: 1, name: 'a', port: 80 };

describe('zeroRequired', () => {
  it('hands back what lacks nothing', () => {
    const value = { inner: whole, items: [whole], byName: { a: whole } };
    expect(zeroRequired(shape, value)).toBe(value);
  });

  it('fills what is required, at every depth, and leaves the original alone', () => {
    const value = { items: [whole, { name: 'b' }], byName: JSON.parse('{"__proto__": {"name": "c"}}') };
    const filled = zeroRequired(shape, value);
    expect(filled).toEqual({
      inner: { count: 0, name: '', port: 0 },
      items: [whole, { count: 0, name: 'b', port: 0 }],
      byName: JSON.parse('{"__proto__": {"name": "c", "count": 0, "port": 0}}'),
    });
    expect(value.items[1]).toEqual({ name: 'b' });
  });
});
