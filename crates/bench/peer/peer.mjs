// The peer: PouchDB on a disk against PouchDB's own server on loopback, doing the same work as a desk and its cloud.
//
//   node peer.mjs first COUNT [BATCH]   an empty database takes COUNT documents of about 200 bytes from the server
//   node peer.mjs drain COUNT [BATCH]   COUNT documents, each changed in one field while offline, go to the server
//   node peer.mjs edit SAMPLES          a change of one field among 10,000 documents, offline
//   node peer.mjs live SAMPLES          a change in one database until a second one, over the server, has it
//
// Without BATCH everything is as PouchDB comes. Prints one JSON document: {"ms": number} or {"ms": [number, …]}. Neither side
// syncs its files to the disk (LevelDB's default), which ours does.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PouchDB from 'pouchdb';

const here = dirname(fileURLToPath(import.meta.url));
const [work, count, batch] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const batches = batch ? { batch_size: batch } : {};

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};

const until = async (holds) => {
  for (const end = performance.now() + 30_000; performance.now() < end; ) {
    if (await holds().catch(() => false)) return;
    await passed(50);
  }
  throw new Error('pouchdb-server does not answer');
};

const serve = async (folder) => {
  const port = await freePort();
  const bin = join(dirname(createRequire(import.meta.url).resolve('pouchdb-server/package.json')), 'bin', 'pouchdb-server');
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ log: { level: 'none', file: join(folder, 'log.txt') }, httpd: { host: '127.0.0.1' } }));
  const options = ['--port', port, '--host', '127.0.0.1', '--dir', folder, '--config', config, '--no-stdout-logs', '--no-color'];
  const child = spawn(process.execPath, [bin, ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  // However this program ends, and only then: PouchDB asks for the database's size beside its work, waits for no answer and
  // catches nothing, so that a server that goes first would end this program with a reset connection.
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(url)).ok);
  return url;
};

const person = (index) => ({
  _id: `member-${String(index).padStart(8, '0')}`,
  account: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
  email: `person.${index}@shop.example`,
  name: `Person number ${index}`,
  role: 'seller',
  groups: ['00000000-0000-7000-8000-0000000000aa'],
  status: 'active',
});

const fill = async (database, total) => {
  for (let from = 0; from < total; from += 5_000) {
    const some = Array.from({ length: Math.min(5_000, total - from) }, (_, index) => person(from + index));
    await database.bulkDocs(some);
  }
};

// How long it takes, in milliseconds.
const timed = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

const works = {
  async first(folder, url) {
    const remote = new PouchDB(`${url}/shop`);
    await fill(remote, count);
    const local = new PouchDB(join(folder, 'local'));
    const ms = await timed(() => local.replicate.from(remote, batches));
    const { doc_count: held } = await local.info();
    if (held !== count) throw new Error(`${held} of ${count} documents came`);
    return ms;
  },

  async drain(folder, url) {
    const remote = new PouchDB(`${url}/shop`);
    const local = new PouchDB(join(folder, 'local'));
    await fill(local, count);
    await local.replicate.to(remote, { batch_size: 2_000 });
    const { rows } = await local.allDocs({ include_docs: true });
    await local.bulkDocs(rows.map(({ doc }) => ({ ...doc, role: 'manager' })));
    const ms = await timed(() => local.replicate.to(remote, batches));
    const arrived = await remote.allDocs({ include_docs: true, conflicts: true });
    const changed = arrived.rows.filter(({ doc }) => doc.role === 'manager' && !doc._conflicts).length;
    if (changed !== count) throw new Error(`${changed} of ${count} changes arrived`);
    return ms;
  },

  async edit(folder) {
    const local = new PouchDB(join(folder, 'local'));
    await fill(local, 10_000);
    const samples = [];
    for (let turn = 0; turn < count; turn += 1) {
      const doc = await local.get(person(turn % 10_000)._id);
      samples.push(await timed(() => local.put({ ...doc, role: 'manager' })));
    }
    return samples;
  },

  async live(folder, url) {
    const remote = new PouchDB(`${url}/shop`);
    // The database is there before two ask for it at once.
    await remote.info();
    const [a, b] = ['a', 'b'].map((name) => new PouchDB(join(folder, name)));
    const pushing = a.replicate.to(remote, { live: true, retry: true });
    const pulling = b.replicate.from(remote, { live: true, retry: true });
    const seen = new Map();
    const watching = b.changes({ live: true, since: 'now' }).on('change', ({ id }) => seen.get(id)?.());
    const samples = [];
    for (let turn = 0; turn < count + 10; turn += 1) {
      // Between two edits: a person's, not a machine's; ours pause as long.
      await passed(40);
      const id = `edit-${turn}`;
      const arrived = new Promise((resolve) => seen.set(id, resolve));
      const ms = await timed(async () => {
        await a.put({ ...person(turn), _id: id });
        await arrived;
      });
      // The first ones open connections and files.
      if (turn >= 10) samples.push(ms);
    }
    watching.cancel();
    pulling.cancel();
    pushing.cancel();
    await Promise.all([pulling, pushing]);
    return samples;
  },
};

// What PouchDB throws in passing is a failure too, told in one line.
process.on('uncaughtException', (problem) => {
  console.error(`${problem.name}: ${problem.message}`);
  process.exit(1);
});
// Beside the caller's files, so that both sides write to the same disk.
const folder = mkdtempSync(join(process.env.KEYHOLDER_BENCH_FOLDER || here, 'peer-'));
const url = await serve(folder);
console.log(JSON.stringify({ ms: await works[work](folder, url) }));
process.exit(0);
