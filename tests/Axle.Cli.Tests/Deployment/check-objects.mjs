// Checks Kubernetes objects against the types of Kubernetes and KEDA: values by their validators, names that no type has by TypeScript.
// stdin: [{ file, document }]; argument: a folder to write in, below the present one, which has the packages. Prints a line for each fault.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.cwd(), 'package.json'));
const packageOf = (group) => (group.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models');
const source = [];
for (const [i, { file, document }] of JSON.parse(readFileSync(0, 'utf8')).entries()) {
  const name = `${file} ${document.kind} ${document.metadata.name}`;
  const module = `${packageOf(document.apiVersion)}/${document.apiVersion}/${document.kind}`;
  try {
    const types = await import(pathToFileURL(join(process.cwd(), 'node_modules', `${module}${module.startsWith('@') ? '.mjs' : '.js'}`)));
    new types[document.kind](document).validate();
  } catch (fault) {
    console.log(`${name}: ${fault.message}`);
  }
  source.push(`import type { I${document.kind} as T${i} } from '${module}'; export const o${i}: T${i} = ${JSON.stringify(document)};`);
}
const objects = join(process.argv[2], 'objects.ts');
writeFileSync(objects, source.join('\n'));
try {
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), ...options, objects]);
} catch (fault) {
  console.log(fault.stdout?.toString() ?? fault.message);
}
