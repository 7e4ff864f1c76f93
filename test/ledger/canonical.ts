/** Text that is the same for what is the same, whoever has made its objects and in whatever order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (each instanceof Map) return Object.fromEntries(each);
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
