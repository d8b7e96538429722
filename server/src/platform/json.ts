/**
 * A strict check of JSON text before it is parsed: JavaScript keeps the last of two equal keys silently, sets the
 * prototype for `__proto__`, and overflows its stack on deep nesting. Returns what is wrong, or null.
 */
export function jsonProblem(text: string, depth_max = 64): string | null {
  const keysAt: (Set<string> | null)[] = [];
  let depth = 0;
  let expectKey = false;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: {
        const end = endOfString(text, i);
        if (end < 0) return 'unterminated string';
        if (expectKey) {
          const key = text.slice(i + 1, end);
          const keys = keysAt[depth]!;
          const plain = key.includes('\\') ? unescaped(key) : key;
          if (plain === '__proto__' || plain === 'constructor' || plain === 'prototype')
            return `key ${plain}`;
          if (keys.has(plain)) return `duplicate key ${plain.slice(0, 40)}`;
          keys.add(plain);
          expectKey = false;
        }
        i = end;
        break;
      }
      case 0x7b:
        if (++depth > depth_max) return 'too deep';
        keysAt[depth] = new Set();
        expectKey = true;
        break;
      case 0x5b:
        if (++depth > depth_max) return 'too deep';
        keysAt[depth] = null;
        expectKey = false;
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        expectKey = false;
        break;
      case 0x2c:
        expectKey = depth > 0 && keysAt[depth] !== null && keysAt[depth] !== undefined;
        break;
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function unescaped(key: string): string {
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    return key;
  }
}
