// Fails the build when what a browser must load before it can show anything has grown past its budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budget = { script: 150_000, style: 20_000 };
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const zipped = file => gzipSync(readFileSync(new URL(file, dist))).length;

const files = new Set();
const styles = new Set();
const add = key => {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  (chunk.css ?? []).forEach(file => styles.add(file));
  (chunk.imports ?? []).forEach(add);
};
add('index.html');

const sum = set => [...set].reduce((bytes, file) => bytes + zipped(file), 0);
const first = { script: sum(files), style: sum(styles) };
for (const [kind, bytes] of Object.entries(first)) {
  const share = Math.round((100 * bytes) / budget[kind]);
  console.log(`first ${kind}: ${(bytes / 1000).toFixed(1)} kB gzip, ${share} % of ${budget[kind] / 1000} kB`);
}

if (Object.entries(first).some(([kind, bytes]) => bytes > budget[kind])) {
  console.error('Over budget: load the part that grew lazily (`lazyRouteComponent`, `import()`), or do without it.');
  process.exit(1);
}
