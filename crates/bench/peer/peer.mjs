// The peer: PouchDB on a disk against PouchDB's own server on loopback, doing the same work as a desk and its cloud.
//
//   node peer.mjs first COUNT [BATCH]   an empty database takes COUNT documents of about 200 bytes from the server
//   node peer.mjs drain COUNT [BATCH]   COUNT documents, each changed in one field while offline, go to the server
//   node peer.mjs live SAMPLES          a change in one database until a second one, over the server, has it
//
// Prints one JSON document: {"ms": number} or {"ms": [number, …]}. Neither side syncs its files to the disk (LevelDB's default), which ours does.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import PouchDB from 'pouchdb';

const here = dirname(fileURLToPath(import.meta.url));
const [work, count, batch] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4] || 100)];
// Documents of earlier versions are not kept on either side, as an operator who wants speed would have it.
const settings = { auto_compaction: false, revs_limit: 1 };

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const until = async (holds) => {
  for (const end = performance.now() + 30_000; performance.now() < end; ) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('pouchdb-server does not answer');
};

const serve = async (folder) => {
  const port = await freePort();
  const bin = join(dirname(createRequire(import.meta.url).resolve('pouchdb-server/package.json')), 'bin', 'pouchdb-server');
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ log: { level: 'none', file: join(folder, 'log.txt') }, httpd: { host: '127.0.0.1' } }));
  const options = ['--port', port, '--host', '127.0.0.1', '--dir', folder, '--config', config, '--no-stdout-logs', '--no-color'];
  const child = spawn(process.execPath, [bin, ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(url)).ok);
  return { url, child };
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

const works = {
  async first(folder, url) {
    const remote = new PouchDB(`${url}/shop`, settings);
    await fill(remote, count);
    const local = new PouchDB(join(folder, 'local'), settings);
    const began = performance.now();
    await local.replicate.from(remote, { batch_size: batch, batches_limit: 10 });
    const ms = performance.now() - began;
    const { doc_count: held } = await local.info();
    if (held !== count) throw new Error(`${held} of ${count} documents came`);
    return ms;
  },

  async drain(folder, url) {
    const remote = new PouchDB(`${url}/shop`, settings);
    const local = new PouchDB(join(folder, 'local'), settings);
    await fill(local, count);
    await local.replicate.to(remote, { batch_size: 2_000 });
    const { rows } = await local.allDocs({ include_docs: true });
    const offline = rows.map(({ doc }) => ({ ...doc, role: 'manager' }));
    await local.bulkDocs(offline);
    const began = performance.now();
    await local.replicate.to(remote, { batch_size: batch, batches_limit: 10 });
    const ms = performance.now() - began;
    const { doc } = (await remote.allDocs({ include_docs: true, limit: 1, descending: true })).rows[0];
    if (doc.role !== 'manager') throw new Error('the change did not arrive');
    return ms;
  },

  async live(folder, url) {
    const remote = new PouchDB(`${url}/shop`, settings);
    // The database is there before two ask for it at once.
    await remote.info();
    const [a, b] = ['a', 'b'].map((name) => new PouchDB(join(folder, name), settings));
    const pushing = a.replicate.to(remote, { live: true, retry: true });
    const pulling = b.replicate.from(remote, { live: true, retry: true });
    const seen = new Map();
    const watching = b.changes({ live: true, since: 'now' }).on('change', ({ id }) => seen.get(id)?.());
    const samples = [];
    for (let turn = 0; turn < count + 10; turn += 1) {
      const id = `edit-${turn}`;
      const arrived = new Promise((resolve) => seen.set(id, resolve));
      const began = performance.now();
      await a.put({ ...person(turn), _id: id });
      await arrived;
      // The first ones open connections and files.
      if (turn >= 10) samples.push(performance.now() - began);
    }
    watching.cancel();
    pulling.cancel();
    pushing.cancel();
    return samples;
  },
};

// Beside the caller's files, so that both sides write to the same disk.
const folder = await mkdtemp(join(process.env.KEYHOLDER_BENCH_FOLDER || here, 'peer-'));
const { url, child } = await serve(folder);
try {
  console.log(JSON.stringify({ ms: await works[work](folder, url) }));
} finally {
  child.kill();
  await new Promise((resolve) => child.once('exit', resolve));
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
