/** Remembers what `compute` returned for the last `limit` keys or so. `undefined` and errors are not remembered. */
export function memoize<Key, Value>(compute: (key: Key) => Value, limit = 1000): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    // Starting over is cheaper than keeping an order of use, and bounds the memory just as well.
    if (known.size >= limit) known.clear();
    known.set(key, value);
    return value;
  };
}

/** `memoize` for two keys, without joining them into one. */
export function memoizePair<First, Second, Value>(
  compute: (first: First, second: Second) => Value,
  limit = 1000,
): (first: First, second: Second) => Value {
  const byFirst = memoize(
    (first: First) => memoize((second: Second) => compute(first, second), limit),
    Math.ceil(limit / 10),
  );
  return (first, second) => byFirst(first)(second);
}
