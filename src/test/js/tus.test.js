// The tus client that browsers use, against a real server at $CAIRN_SERVER. Run by src/test/js/run.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { FileUrlStorage, Upload, canStoreURLs } from 'tus-js-client'

const endpoint = new URL('/v1/uploads', process.env.CAIRN_SERVER).href
const bytes = randomBytes(20_000_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const folder = mkdtempSync(join(tmpdir(), 'cairn-tus-'))
const path = join(folder, 'letters.bin')
writeFileSync(path, bytes)

/** Uploads to the end; the options may end it sooner. */
function upload(source, options) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(source, {
      endpoint,
      metadata: { filename: 'letters.bin', filetype: 'application/octet-stream' },
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(upload),
      ...options,
    })
    options.onMade?.(upload, resolve)
    upload.start()
  })
}

async function told(url) {
  const answer = await fetch(url)
  return { status: answer.status, body: await answer.json() }
}

async function arrivedWhole(url) {
  const { body } = await told(url)
  assert.equal(body.state, 'whole')
  assert.equal(body.sha256, sha256)
  assert.equal(body.name, 'letters.bin')
}

test('a file goes up in one request', async () => {
  const done = await upload(createReadStream(path), {})
  await arrivedWhole(done.url)
})

test('a file goes up in many requests', async () => {
  const done = await upload(bytes, { chunkSize: 3_000_000 })
  await arrivedWhole(done.url)
})

test('the first bytes go up with the creation', async () => {
  let requests = 0
  const done = await upload(bytes, {
    uploadDataDuringCreation: true,
    onBeforeRequest: () => { requests++ },
  })
  assert.equal(requests, 1)
  await arrivedWhole(done.url)
})

test('a stream whose length nobody knows goes up', async () => {
  const done = await upload(Readable.from(pieces()), { chunkSize: 2_000_000, uploadLengthDeferred: true })
  await arrivedWhole(done.url)
})

function* pieces() {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
}

test('an upload is paused, and another client goes on with it', async () => {
  assert.ok(canStoreURLs)
  const urlStorage = new FileUrlStorage(join(folder, 'urls.json'))
  const fingerprint = async () => 'letters'
  const paused = await upload(bytes, {
    urlStorage,
    fingerprint,
    chunkSize: 4_000_000,
    onMade(made, resolve) {
      made.options.onChunkComplete = (size, accepted) => {
        if (accepted >= 8_000_000) made.abort().then(() => resolve(made))
      }
    },
  })
  assert.equal((await told(paused.url)).body.state, 'arriving')

  const previous = await urlStorage.findUploadsByFingerprint('letters')
  assert.equal(previous.length, 1)
  let sent = 0
  const done = await upload(bytes, {
    urlStorage,
    fingerprint,
    chunkSize: 4_000_000,
    onMade: (made) => made.resumeFromPreviousUpload(previous[0]),
    onChunkComplete: (size) => { sent += size },
  })
  assert.equal(done.url, paused.url)
  assert.ok(sent <= 12_000_000, `${sent} bytes were sent again`)
  await arrivedWhole(done.url)
})

test('pieces that go up side by side become one file', async () => {
  const done = await upload(bytes, { parallelUploads: 3 })
  await arrivedWhole(done.url)
})

test('an upload is ended for good', async () => {
  const gone = await upload(bytes, {
    chunkSize: 4_000_000,
    onMade(made, resolve) {
      made.options.onChunkComplete = () => made.abort(true).then(() => resolve(made))
    },
  })
  assert.equal((await told(gone.url)).status, 404)
})

test('a client that can send no PATCH uploads with POST', async () => {
  const done = await upload(bytes, { overridePatchMethod: true, chunkSize: 9_000_000 })
  await arrivedWhole(done.url)
})
