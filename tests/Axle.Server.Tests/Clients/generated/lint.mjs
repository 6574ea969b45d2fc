// Prints what the linter says of openapi.json: a line each, its severity first.
import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended'] });
const source = await readFile('openapi.json', 'utf8');
for (const found of await lintFromString({ source, absoluteRef: 'openapi.json', config }))
  console.log(`${found.severity} ${found.ruleId}: ${found.message} at ${found.location[0]?.pointer ?? ''}`);
