import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const script = fileURLToPath(new URL('../../../ax', import.meta.url));

/** The program `ax`: `AX=path` for one that is built (ax or ax.dll), else the script of the repository. */
export const ax = process.env.AX ?? (existsSync(script) ? script : undefined);

/**
 * A port on which nobody listens. Systems give none of these to whoever connects or asks for any port, so it is still free when its server was killed
 * and comes back.
 */
async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const listener = createServer();
    const isFree = await new Promise(told => listener.once('error', () => told(false)).listen(port, '127.0.0.1', () => told(true)));
    if (!isFree) continue;
    await new Promise(closed => listener.close(closed));
    return port;
  }
}

/** A real server on a database and a workspace of its own, that can be killed and started again at the same place. */
export class RealServer {
  /** @param files what the workspace has: contents by path. `axle.yaml` is read by the server. */
  constructor(files = {}) {
    this.root = mkdtempSync(join(tmpdir(), 'axle-dashboard-'));
    this.folder = join(this.root, 'shop');
    mkdirSync(this.folder);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), content);
    }
  }

  /**
   * Starts it and waits until it listens: five minutes at most. `setup` is the address for its owner, as long as there is none; `open` the one that
   * lets in who has it alone, with `--local`.
   */
  async start(...more) {
    this.port ??= await freePort();
    const [program, ...first] = ax.endsWith('.dll') ? ['dotnet', ax] : [ax];
    const database = join(this.root, 'axle.db');
    const args = [
      ...first,
      'serve',
      '--port',
      String(this.port),
      '--workspace',
      this.folder,
      '--database',
      database,
      '--dashboard',
      dist,
      ...more,
    ];
    this.process = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder });
    let said = '';
    let late;
    await new Promise((ready, failed) => {
      late = setTimeout(() => failed(new Error(`Waited 5 minutes for 'ax serve' to listen, in vain. It said: ${said}`)), 300_000);
      const hear = part => {
        said += part;
        if (/stops\.\s*$/m.test(said)) ready();
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.process.once('error', failed);
      this.process.once('exit', code => failed(new Error(`'ax serve' ended with ${code}: ${said}`)));
    }).finally(() => clearTimeout(late));
    this.url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)[0];
    this.setup = /http:\/\/\S+\?token=\S+/.exec(said)?.[0];
    this.open = /http:\/\/\S+\/\?token=\S+/.exec(said)?.[0];
  }

  /** Ends it as a power cut would: nothing is put in order. */
  kill() {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode) return Promise.resolve();
    return new Promise(ended => {
      this.process.removeAllListeners('exit');
      this.process.once('exit', ended);
      this.process.kill('SIGKILL');
    });
  }

  /** Ends it for good: nothing of it is left on the disk. */
  async remove() {
    await this.kill();
    rmSync(this.root, { recursive: true, force: true });
  }
}
