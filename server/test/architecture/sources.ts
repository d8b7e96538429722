import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One source file as the rules see it. Paths are relative to the root they were read from, with forward slashes. */
export type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] };
export type Import = { readonly from: string; readonly line: number };
/** A rule broken at one place. */
export type Finding = {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly what: string;
};

/** Every TypeScript file below `root`, tests left out. Throws when nothing is found: a check of nothing proves nothing. */
export function readSources(root: string): Source[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        /\.tsx?$/.test(file) && !/\.test(-support)?\.tsx?$/.test(file) && !file.includes('node_modules'),
    )
    .sort();
  if (files.length === 0) throw new Error(`no sources below ${root}`);
  return files.map((file) => readSource(root, file));
}

function readSource(root: string, file: string): Source {
  const absolute = join(root, file);
  const text = readFileSync(absolute, 'utf8');
  const { module } = parseSync(absolute, text);
  const requests = [
    ...module.staticImports.map((i) => ({ value: i.moduleRequest.value, start: i.start })),
    ...module.staticExports.flatMap((e) =>
      e.entries.flatMap((entry) =>
        entry.moduleRequest ? [{ value: entry.moduleRequest.value, start: e.start }] : [],
      ),
    ),
  ];
  const imports = requests.map(({ value, start }) => ({
    from: value.startsWith('.') ? slashes(relative(root, resolve(dirname(absolute), value))) : value,
    line: text.slice(0, start).split('\n').length,
  }));
  return { path: slashes(file), text, imports };
}

const slashes = (path: string) => path.split(sep).join('/');

/** Findings of a pattern that may stand in some files only. */
export function patternFindings(
  sources: readonly Source[],
  rule: string,
  pattern: RegExp,
  allowed: (path: string) => boolean,
): Finding[] {
  return sources
    .filter((s) => !allowed(s.path))
    .flatMap((source) =>
      source.text.split('\n').flatMap((text, index) => {
        const code = text.replace(/\/\/.*$/, '').replace(/^\s*\*.*$/, '');
        const match = pattern.exec(code);
        return match ? [{ path: source.path, line: index + 1, rule, what: match[0] }] : [];
      }),
    );
}
