import type { Json, JsonObject } from '@/api/types';

/** The parts of JSON Schema that a form can show; everything else is edited as JSON and checked by the server. */
export interface FieldSchema {
  name: string;
  title: string;
  description?: string;
  kind: 'text' | 'long' | 'number' | 'integer' | 'flag' | 'choice' | 'json';
  required: boolean;
  choices?: Json[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  defaultValue?: Json;
}

/** The fields of a schema of an object, required ones first as they are written. */
export function fieldsOf(schema: JsonObject | undefined | null): FieldSchema[] {
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(properties).map(([name, given]) => fieldOf(name, isObject(given) ? given : {}, required.includes(name)));
}

function fieldOf(name: string, given: JsonObject, required: boolean): FieldSchema {
  const number = (key: string) => (typeof given[key] === 'number' ? (given[key] as number) : undefined);
  const string = (key: string) => (typeof given[key] === 'string' ? (given[key] as string) : undefined);
  return {
    name,
    title: string('title') ?? name,
    description: string('description'),
    kind: kindOf(given),
    required: required && given.default === undefined,
    choices: Array.isArray(given.enum) ? given.enum : undefined,
    minimum: number('minimum'),
    maximum: number('maximum'),
    minLength: number('minLength'),
    maxLength: number('maxLength'),
    pattern: string('pattern'),
    defaultValue: given.default,
  };
}

function kindOf(given: JsonObject): FieldSchema['kind'] {
  if (Array.isArray(given.enum)) return 'choice';
  const type = Array.isArray(given.type) ? given.type.find(name => name !== 'null') : given.type;
  switch (type) {
    case 'string':
      return given.format === 'multiline' || (typeof given.maxLength === 'number' && given.maxLength > 400) ? 'long' : 'text';
    case 'integer':
      return 'integer';
    case 'number':
      return 'number';
    case 'boolean':
      return 'flag';
    default:
      return 'json';
  }
}

/** What is wrong with each field, in words; empty when the form can be sent. */
export function checkForm(schema: JsonObject | undefined | null, value: JsonObject): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const field of fieldsOf(schema)) {
    const problem = checkField(field, value[field.name]);
    if (problem) problems[field.name] = problem;
  }
  return problems;
}

export function checkField(field: FieldSchema, value: Json | undefined): string | undefined {
  if (value === undefined || value === '') return field.required ? 'Needed.' : undefined;
  if (value === unreadable) return 'This is not JSON.';
  if (field.kind === 'integer' || field.kind === 'number') return checkNumber(field, value);
  if (typeof value === 'string') return checkText(field, value);
  return undefined;
}

function checkNumber(field: FieldSchema, value: Json): string | undefined {
  if (typeof value !== 'number') return 'A number is needed.';
  if (field.kind === 'integer' && !Number.isInteger(value)) return 'A whole number is needed.';
  if (field.minimum !== undefined && value < field.minimum) return `At least ${field.minimum}.`;
  if (field.maximum !== undefined && value > field.maximum) return `At most ${field.maximum}.`;
  return undefined;
}

function checkText(field: FieldSchema, value: string): string | undefined {
  if (field.minLength !== undefined && value.length < field.minLength) return `At least ${field.minLength} characters.`;
  if (field.maxLength !== undefined && value.length > field.maxLength) return `At most ${field.maxLength} characters.`;
  return undefined;
}

/** Stands for text that is not JSON while it is being typed. */
export const unreadable = '\u0000unreadable';

/** Without the fields that were left empty. */
export function clean(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined && item !== ''));
}

export function isObject(value: Json | undefined | null): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A schema for values that come without one: each is of the kind that it is. */
export function schemaOf(value: JsonObject): JsonObject {
  const properties = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, guessOf(item)]));
  return { type: 'object', properties };
}

/** What does not fit into one line has several. */
const oneLine = 80;

function guessOf(value: Json): JsonObject {
  const isLong = typeof value === 'string' && (value.length > oneLine || value.includes('\n'));
  return isLong ? { type: 'string', format: 'multiline' } : { type: typeName(value) };
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}
