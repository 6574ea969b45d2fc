import { describe, expect, it } from 'vitest';
import { checkForm, clean, fieldsOf, schemaOf } from './schema';

const schema = {
  type: 'object',
  required: ['branch'],
  properties: {
    branch: { type: 'string', minLength: 3 },
    replicas: { type: 'integer', minimum: 1, maximum: 5 },
    mode: { enum: ['fast', 'safe'] },
    dry: { type: 'boolean' },
    extra: { type: 'object' },
  },
};

describe('A form that a schema describes', () => {
  it('has a fitting field for each property', () =>
    expect(fieldsOf(schema).map(field => field.kind)).toEqual(['text', 'integer', 'choice', 'flag', 'json']));

  it('says what is wrong in words', () =>
    expect(checkForm(schema, { branch: 'a', replicas: 7 })).toEqual({ branch: 'At least 3 characters.', replicas: 'At most 5.' }));

  it('asks only for what is needed', () => {
    expect(checkForm(schema, {})).toEqual({ branch: 'Needed.' });
    expect(checkForm(schema, { branch: 'main' })).toEqual({});
  });

  it('needs a whole number where one is asked for', () =>
    expect(checkForm(schema, { branch: 'main', replicas: 1.5 })).toEqual({ replicas: 'A whole number is needed.' }));

  it('sends nothing for fields that were left empty', () => expect(clean({ a: '', b: 0, c: false })).toEqual({ b: 0, c: false }));

  it('is made from values that come without a schema', () =>
    expect(fieldsOf(schemaOf({ image: 'shop:7', replicas: 3, labels: ['a'], text: 'two\nlines' })).map(field => field.kind)).toEqual([
      'text',
      'integer',
      'json',
      'long',
    ]));
});
