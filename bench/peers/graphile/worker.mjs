// Graphile Worker under Cairn's contract. Does one command a line from standard input:
//   fill-document N | fill-batch N   empties the queue and puts N documents into it
//   work-document N | work-batch N   works until the last stage of the last document is committed
// and answers each with "ok". Ends when its input does. ../src/main/java/dev/cairn/peers/Graphile.java drives it.
import { Logger, WorkerPreset, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { createInterface } from "node:readline";

const STAGES = 3;
const GROUP = 100;
const JOB = 1;
const PAYLOAD = Buffer.alloc(1024, "x");

const setting = (name, usual) => Number(process.env[name] ?? usual);
const concurrentJobs = setting("PEERS_CONCURRENCY", 24);
const preset = {
  extends: [WorkerPreset],
  worker: {
    connectionString: process.env.PEERS_DATABASE,
    concurrentJobs,
    maxPoolSize: concurrentJobs + 2,
    localQueue: { size: setting("PEERS_LOCAL_QUEUE", 500) },
    completeJobBatchDelay: setting("PEERS_BATCH_DELAY", 0),
    failJobBatchDelay: setting("PEERS_BATCH_DELAY", 0),
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") console.error(message);
    }),
  },
};

// Each connection counts in rows of its own: with one row, each commit would wait for the one before it.
const slots = new WeakMap();
let nextSlot = 0;
function slotOf(client) {
  if (!slots.has(client)) slots.set(client, nextSlot++ % 64);
  return slots.get(client);
}

// Result, checkpoint, event and counter in one statement, which is its own transaction.
const stageCommit = {
  name: "stage-commit",
  text: `
    with written as (
      insert into result (job, seq, stage, outcome, epoch, records, took_us, handed_on)
      values ($1, $2, $3, 0, 1, 0, 10, $4)
      on conflict do nothing
      returning stage)
    update counter c set done = done + 1 from written w where c.slot = $5 and c.stage = w.stage`,
};

const groupCommit = {
  name: "group-commit",
  text: `
    with written as (
      insert into result (job, seq, stage, outcome, epoch, records, took_us, handed_on)
      select $1, o.seq, $3, 0, 1, 0, 10, o.data from unnest($2::bigint[], $4::bytea[]) as o(seq, data)
      on conflict do nothing
      returning stage)
    update counter c set done = done + (select count(*) from written) where c.slot = $5 and c.stage = $3`,
};

const committed = {
  name: "committed",
  text: "select count(*)::int as stages from result where job = $1 and seq = any($2::bigint[])",
};

// A job that was tried before may have left checkpoints; their stages are not run again.
async function firstStage(client, job, documents) {
  if (job.attempts === 1) return 0;
  const { rows } = await client.query({ ...committed, values: [JOB, documents] });
  return Math.floor(rows[0].stages / documents.length);
}

let left = 0;
let finished = () => {};
function done(documents) {
  left -= documents;
  if (left === 0) finished();
}

const taskList = {
  document: async (seq, { job, withPgClient }) => {
    await withPgClient(async (client) => {
      for (let stage = await firstStage(client, job, [seq]); stage < STAGES; stage++) {
        await client.query({ ...stageCommit, values: [JOB, seq, stage, PAYLOAD, slotOf(client)] });
      }
    });
    done(1);
  },
  batch: async (seqs, { job, withPgClient }) => {
    await withPgClient(async (client) => {
      const payloads = seqs.map(() => PAYLOAD);
      for (let stage = await firstStage(client, job, seqs); stage < STAGES; stage++) {
        await client.query({ ...groupCommit, values: [JOB, seqs, stage, payloads, slotOf(client)] });
      }
    });
    done(seqs.length);
  },
};

async function fill(identifier, payloads) {
  const pool = new pg.Pool({ connectionString: process.env.PEERS_DATABASE, max: 2 });
  pool.on("error", (error) => console.error(error.message));
  const utils = await makeWorkerUtils({ pgPool: pool });
  try {
    await utils.migrate();
    await pool.query("delete from graphile_worker._private_jobs");
    for (let from = 0; from < payloads.length; from += 5000) {
      await utils.addJobs(payloads.slice(from, from + 5000).map((payload) => ({ identifier, payload })));
    }
  } finally {
    await utils.release();
    await pool.end();
  }
}

async function work(documents) {
  left = documents;
  const end = new Promise((resolve) => (finished = resolve));
  const runner = await run({ preset, taskList });
  await Promise.race([end, runner.promise]);
  if (left !== 0) throw new Error(`the worker ended with ${left} documents to do`);
  return () => runner.stop();
}

const numbers = (n) => Array.from({ length: n }, (_, i) => i);
const groups = (n) => Array.from({ length: Math.ceil(n / GROUP) }, (_, g) => numbers(n).slice(g * GROUP, g * GROUP + GROUP));

let stop = async () => {};
for await (const line of createInterface({ input: process.stdin })) {
  const [command, n] = line.split(" ");
  const documents = Number(n);
  await stop();
  stop = async () => {};
  if (command === "fill-document") await fill("document", numbers(documents));
  else if (command === "fill-batch") await fill("batch", groups(documents));
  else if (command === "work-document" || command === "work-batch") stop = await work(documents);
  else throw new Error(`unknown command: ${command}`);
  console.log("ok");
}
await stop();
process.exit(0);
