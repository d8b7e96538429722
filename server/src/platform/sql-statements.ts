/** One statement of an SQL file and the line, counted from 1, on which it begins. */
export type SqlStatement = { text: string; line: number };

/**
 * Pieces in which a semicolon means nothing, then words, then anything else one character at a time. Block comments
 * and dollar quotes are only begun here, because their end depends on their beginning.
 */
const TOKEN =
  /--[^\n]*|\/\*|e'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|\$(?:[a-z_]\w*)?\$|[a-z_][\w$]*|\s+|[\s\S]/giy;

/**
 * Splits an SQL file into its statements, so that an error can name the line even where PostgreSQL gives no position.
 * Knows comments, strings, dollar quotes and the `begin atomic ... end` bodies of SQL functions. A file that ends
 * inside a quote gives its rest as the last statement, and PostgreSQL says what is wrong with it.
 */
export function sqlStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = -1;
  let end = 0;
  let depth = 0;
  let lastWord = '';
  const finish = () => {
    if (start >= 0) statements.push({ text: sql.slice(start, end), line: lineOf(sql, start) });
    start = -1;
    depth = 0;
    lastWord = '';
  };
  for (let at = 0; at < sql.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(sql)![0];
    const next = at + lengthOf(sql, at, token);
    if (token === ';' && depth === 0) {
      finish();
    } else if (!/^(\s|--|\/\*)/.test(token)) {
      if (start < 0) start = at;
      end = next;
      const word = token.toLowerCase();
      depth += nesting(word, lastWord, depth);
      lastWord = word;
    }
    at = next;
  }
  finish();
  return statements;
}

/** Inside an atomic body `case` opens and `end` closes, so that only the last `end` closes the body. */
function nesting(word: string, lastWord: string, depth: number): number {
  if (word === 'atomic' && lastWord === 'begin') return 1;
  if (depth === 0) return 0;
  return word === 'case' ? 1 : word === 'end' ? -1 : 0;
}

function lengthOf(sql: string, at: number, token: string): number {
  if (token === '/*') return blockCommentLength(sql, at);
  if (!token.startsWith('$') || token.length < 2) return token.length;
  const close = sql.indexOf(token, at + token.length);
  return close < 0 ? sql.length - at : close + token.length - at;
}

/** Block comments nest in PostgreSQL. */
function blockCommentLength(sql: string, at: number): number {
  let depth = 0;
  for (let i = at; i < sql.length; i += 1) {
    const two = sql.slice(i, i + 2);
    if (two !== '/*' && two !== '*/') continue;
    depth += two === '/*' ? 1 : -1;
    i += 1;
    if (depth === 0) return i + 1 - at;
  }
  return sql.length - at;
}

/** The line, counted from 1, of the character at `offset`. */
export function lineOf(sql: string, offset: number): number {
  return sql.slice(0, offset).split('\n').length;
}
