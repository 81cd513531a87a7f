// How many values one body may hold. Bytes alone do not bound the work a body makes: three megabytes hold a million
// empty objects, and each is decoded, validated, given an owner and compared on the thread that serves everybody.

/** Members and list entries, at all levels together; ordinary objects have some hundreds. */
export const valueLimit = 10_000;

export const tooManyValues = `it holds more than ${valueLimit} values`;
