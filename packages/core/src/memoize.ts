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
