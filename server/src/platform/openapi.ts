import { type ErrorCatalogue, platform_errors, type Verb } from '@tongcang/contract';
import { z } from 'zod';
import type { ServerVerb } from './use-case.ts';

/** The OpenAPI 3.1 document, made from the declarations of the verbs; nothing in it is written by hand twice. */
export function openApi(verbs: readonly ServerVerb[], catalogue: ErrorCatalogue): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const verb of verbs) {
    const { path, method } = verb.contract;
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = operation(verb, catalogue);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tongcang 通仓',
      version: '0.1.0',
      description:
        'Times are ISO instants in UTC, dates civil dates (YYYY-MM-DD), quantities whole base units, money fen. Every POST carries an Idempotency-Key. Errors are problem+json with a code, its parameters and the wrong fields.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...new Set(verbs.map((v) => tagOf(v.contract)))].map((name) => ({ name })),
    security: [{ session: [] }, { api_key: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'tongcang_session' },
        api_key: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'params', 'errors', 'reasons', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    params: { type: 'object' },
    errors: { type: 'array', items: { type: 'object' } },
    reasons: { type: 'array', items: { type: 'object' } },
    request_id: { type: 'string' },
  },
};

const tagOf = (contract: Verb) => contract.name.split('.')[0]!;

function operation({ contract, gate }: ServerVerb, catalogue: ErrorCatalogue): object {
  const input = z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const in_path = [...contract.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const in_query = contract.method === 'GET' || contract.body === 'bytes';
  const parameters = Object.entries(input.properties ?? {}).flatMap(([name, schema]) => {
    const place = in_path.includes(name) ? 'path' : in_query && name !== 'bytes' ? 'query' : null;
    if (place === null) return [];
    return [{ name, in: place, required: place === 'path' || (input.required ?? []).includes(name), schema }];
  });
  return {
    operationId: contract.name,
    tags: [tagOf(contract)],
    summary: contract.summary,
    'x-permission': gate.permission,
    'x-audit': gate.audit,
    ...(gate.permission === 'public' ? { security: [] } : {}),
    parameters:
      contract.method === 'POST' && gate.idempotent !== false ? [...parameters, IDEMPOTENCY_KEY] : parameters,
    ...(contract.method === 'POST' ? { requestBody: bodyOf(contract, input, in_path) } : {}),
    responses: { 200: answerOf(contract), ...errorsOf(contract, catalogue) },
  };
}

type JsonSchema = { properties?: Record<string, object>; required?: string[] };

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'The same key with the same body gives the first answer again; with another body it is refused.',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
};

function bodyOf(contract: Verb, input: JsonSchema, in_path: readonly string[]): object {
  if (contract.body === 'bytes') {
    return {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    };
  }
  const properties = Object.fromEntries(
    Object.entries(input.properties ?? {}).filter(([name]) => !in_path.includes(name)),
  );
  const required = (input.required ?? []).filter((name) => !in_path.includes(name));
  const schema = { type: 'object', properties, required, additionalProperties: false };
  return { required: true, content: { 'application/json': { schema } } };
}

function answerOf(contract: Verb): object {
  if (contract.returns === 'file') {
    return {
      description: 'a file',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    };
  }
  const schema = z.toJSONSchema(contract.output, { io: 'output', unrepresentable: 'any' }) as JsonSchema;
  if (contract.returns === 'session') delete schema.properties?.session;
  return { description: 'done', content: { 'application/json': { schema } } };
}

/** Errors by status, with their codes in the description. */
function errorsOf(contract: Verb, catalogue: ErrorCatalogue): Record<string, object> {
  const codes = [...contract.errors, ...Object.keys(platform_errors)];
  const by_status = Map.groupBy(
    codes.filter((code) => catalogue[code] !== undefined),
    (code) => catalogue[code]!.status,
  );
  return Object.fromEntries(
    [...by_status].map(([status, list]) => [
      String(status),
      {
        description: [...new Set(list)].join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}
