// Adds up what Vitest (JSON) and Node's runner (TAP, which may be missing) say about the dashboard, in the form that ./test reads.
import { existsSync, readFileSync } from 'node:fs';

const [json, tap] = process.argv.slice(2);
const units = JSON.parse(readFileSync(json, 'utf8'));
const said = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
const count = word => Number(said.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
const sum = {
  passed: units.numPassedTests + count('pass'),
  failed: units.numFailedTests + count('fail') + count('cancelled'),
  skipped: units.numPendingTests + count('skipped'),
};
console.log(`<assembly passed="${sum.passed}" failed="${sum.failed}" skipped="${sum.skipped}">`);
