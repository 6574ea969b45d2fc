import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const script = fileURLToPath(new URL('../../../ax', import.meta.url));

/** The program `ax`: `AX=path` for one that is built, else the script of the repository. */
export const ax = process.env.AX ?? (existsSync(script) ? script : undefined);

/** A real server on a database of its own, that can be killed and started again at the same place. */
export class RealServer {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'axle-dashboard-'));
    this.port = 0;
  }

  async start() {
    const args = [
      'serve',
      '--local',
      '--port',
      String(this.port),
      '--workspace',
      this.folder,
      '--database',
      join(this.folder, 'axle.db'),
      '--dashboard',
      dist,
    ];
    this.process = spawn(ax, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder });
    let said = '';
    this.address = await new Promise((found, failed) => {
      const hear = part => {
        said += part;
        const address = /http:\/\/\S+\?token=\S+/.exec(said)?.[0];
        if (address) found(address);
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.process.once('exit', code => failed(new Error(`ax serve ended with ${code}: ${said}`)));
    });
    this.port = Number(new URL(this.address).port);
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** Ends it as a power cut would: nothing is put in order. */
  kill() {
    return new Promise(ended => {
      this.process.removeAllListeners('exit');
      this.process.once('exit', ended);
      this.process.kill('SIGKILL');
    });
  }
}
