/**
 * Takes one member out of the text of a JSON object and leaves every other character as it is. The text must be
 * valid JSON; members of that name deeper inside are left alone.
 */
export function removeMember(json: string, name: string): string {
  const key = JSON.stringify(name);
  let depth = 0;
  /** Where the member at hand begins, its comma included. */
  let start = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') index = endOfString(json, index);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if ((depth === 1 && character === ',') || depth === 0) {
      if (isMember(json, start, key)) return without(json, start, index);
      start = index;
    } else if (depth === 1 && character === '{') {
      start = index;
    }
  }
  return json;
}

/** Index of the quotation mark that ends the string beginning at `start`. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

/** True where the member after the brace or comma at `start` has that key. */
function isMember(json: string, start: number, key: string): boolean {
  return json
    .slice(start + 1, start + 1 + key.length + 16)
    .trimStart()
    .startsWith(key);
}

/** The first member goes with the comma after it, every other with the comma before it. */
function without(json: string, start: number, end: number): string {
  if (json[start] === ',') return json.slice(0, start) + json.slice(end);
  return json.slice(0, start + 1) + json.slice(json[end] === ',' ? end + 1 : end);
}
