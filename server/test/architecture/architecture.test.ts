import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { doorFindings, importFindings, placeFindings, purityFindings, sqlFindings } from './rules.ts';
import { type Finding, readSources } from './sources.ts';

const sources = readSources(join(import.meta.dirname, '../../src'));
const canary = readSources(join(import.meta.dirname, 'canary'));
const text = (findings: readonly Finding[]) =>
  findings.map((f) => `${f.path}:${f.line} ${f.rule}: ${f.what}`);

describe('the house', () => {
  test('was read', () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(sources.flatMap((s) => s.imports).length).toBeGreaterThan(300);
  });
  test('imports lead to the left and through doors', () => expect(text(importFindings(sources))).toEqual([]));
  test('what decides touches nothing outside', () => expect(text(purityFindings(sources))).toEqual([]));
  test('SQL stays in its schema', () => expect(text(sqlFindings(sources))).toEqual([]));
  test('goods move through one door, behind the gate', () => expect(text(doorFindings(sources))).toEqual([]));
  test('environment, connections, time and randomness have one place', () =>
    expect(text(placeFindings(sources))).toEqual([]));
});

/** Each rule must see its canary, a small house that breaks it. */
describe('the canary', () => {
  test('is caught reaching to the right, past a door, and from the platform', () => {
    const rules = importFindings(canary).map((f) => f.rule);
    expect(rules).toContain('imports lead only to the left');
    expect(rules).toContain('modules are entered through index.ts');
    expect(rules).toContain('the platform imports no module');
  });
  test('is caught deciding with a connection', () => {
    expect(purityFindings(canary, ['modules/stock/decide.ts'])).toHaveLength(1);
    expect(purityFindings(canary, ['modules/stock/gone.ts'])).toHaveLength(1);
  });
  test('is caught writing and reading past the views of another schema', () => {
    expect(sqlFindings(canary).map((f) => f.rule)).toEqual([
      'SQL writes only to the own schema',
      'SQL reads other schemas through their views',
    ]);
  });
  test('is caught moving goods past the gate', () => {
    expect(doorFindings(canary).map((f) => f.path)).toEqual(['modules/stock/index.ts']);
  });
  test('is caught with environment, connection, time, randomness and built statements', () => {
    expect(new Set(placeFindings(canary).map((f) => f.rule)).size).toBe(5);
  });
});
