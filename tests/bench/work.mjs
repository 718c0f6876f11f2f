// What is timed in Node.js and in pages alike; it names nothing that only one of them has.

/** Milliseconds of one task in one round, short enough for rounds of all worlds to lie close together. */
const SLICE = 20

const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** COSE's number of ES256. */
const ES256 = -7

/**
 * Everything to time, by name. Each is done once here, and an answer that is not the native one stops the run: a
 * fast wrong answer is no speed.
 *
 * @param core the package's wallet entry, after `init`.
 * @param reading the package's passport and desk entries and the chip in memory, all ready.
 * @param {SubtleCrypto} subtle
 * @param work what the native program said there is to do.
 * @returns {Promise<Record<string, () => unknown>>}
 */
export async function prepare(core, reading, subtle, { subjects, formats, holder, passports, frame, openings, showing }) {
  const tasks = {}
  for (const subject of subjects) Object.assign(tasks, await certificateTasks(core, subtle, subject))
  const verifier = new core.Verifier()
  for (const { name, text, options, report } of formats) tasks[`format ${name}`] = () => verifier.verifyJson(text, options) === report
  tasks['code present'] = presenting(core, subjects[0], holder)
  for (const passport of passports) tasks[`passport ${passport.name}`] = authenticating(reading.passport, passport)
  tasks['camera frame'] = looking(reading.passport, frame)
  Object.assign(tasks, presentationTasks(core, reading.desk, { openings, showing }))
  tasks['chip session'] = chipReading(reading, holder.document.lines)
  return checked(tasks)
}

/** Of all this, codes made for the moment and opened. */
export const preparePresentations = (core, desk, work) => checked(presentationTasks(core, desk, work))

async function checked(tasks) {
  for (const [name, task] of Object.entries(tasks)) {
    if (!(await task())) throw new Error(`${name} did not answer as the native program does`)
  }
  return tasks
}

function presentationTasks(core, desk, { openings, showing }) {
  const tasks = shown(core, showing)
  for (const opening of openings) tasks[`open ${opening.name}`] = opened(desk, opening)
  return tasks
}

async function certificateTasks(core, subtle, { name, text, options, report, ...signed }) {
  const [spki, message, signature] = [signed.spki, signed.message, signed.signature].map(bytes)
  const verifier = new core.Verifier()
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const key = await subtle.importKey('spki', spki, algorithm, false, ['verify'])
  return {
    [`${name} decode`]: () => core.inspect(text).every(({ ok }) => ok),
    [`${name} verify`]: () => verifier.verifyJson(text, options) === report,
    [`${name} signature`]: () => core.verifySignature(spki, ES256, message, signature),
    [`${name} WebCrypto`]: () => subtle.verify(algorithm, key, signature, message),
  }
}

/** Through the gate to the modules of a code. */
function presenting(core, { text }, { bundle, root, document, at }) {
  const wallet = core.Wallet.open([])
  wallet.loadTrust(bytes(bundle), root, at)
  const { certificateId, personId } = wallet.add(text, at)
  wallet.bind(personId, document, at)
  return () => wallet.present(certificateId, at, 'screen').qr.size > 0
}

/** A code at the desk that has its keys, looked at again and again. */
function opened({ Desk }, { keys, text, options, report }) {
  const desk = new Desk()
  for (const { pem, passphrase } of keys) desk.loadKey(pem, passphrase, JSON.parse(options).at)
  return () => desk.verifyJson(text, options) === report
}

/** Codes made for the moment, from the choice to the modules. */
function shown(core, { text, bundle, root, document, at, choices }) {
  const wallet = core.Wallet.open([])
  wallet.loadTrust(bytes(bundle), root, at)
  const { certificateId, personId } = wallet.add(text, at)
  wallet.bind(personId, document, at)
  return Object.fromEntries(choices.map(({ name, choice }) => {
    const chosen = JSON.parse(choice)
    return [`show ${name}`, () => wallet.showFresh(certificateId, chosen, at).qr.size > 0]
  }))
}

/** Passive authentication of files that were read. */
function authenticating({ Authorities }, { sod, groups, authorities, answer }) {
  const known = new Authorities()
  for (const certificate of authorities) known.add(bytes(certificate))
  const files = { sod: bytes(sod), groups: groups.map(({ number, file }) => ({ number, file: bytes(file) })) }
  return () => known.authenticateJson(files) === answer
}

/** One frame as a camera gives it, from pixels to lines. */
function looking({ MrzCamera }, { grey, width, height }) {
  const luma = bytes(grey)
  const pixels = new Uint8Array(luma.length * 4)
  luma.forEach((level, at) => pixels.set([level, level, level, 255], at * 4))
  return () => new MrzCamera().read(pixels, width, height).checksHold
}

/** A whole session by BAC with the chip in memory, whose own work is not counted. */
function chipReading({ passport, mock }, lines) {
  const known = new passport.Authorities()
  known.add(mock.mockAuthority('CHN'))
  const chip = mock.openChip({ lines })
  const task = () => {
    chip.reset()
    const session = new passport.ChipSession({ lines })
    for (let step = session.next(); step.kind === 'send';) {
      const start = performance.now()
      const answer = chip.transceive(step.apdu)
      task.outside += performance.now() - start
      step = session.next(answer)
    }
    return session.judge(known, new Date().toISOString()).level === 'chip-original'
  }
  task.outside = 0
  return task
}

/**
 * One round: nanoseconds of one run of each task.
 * @returns {Promise<Record<string, number>>}
 */
export async function round(tasks) {
  const taken = {}
  for (const [name, task] of Object.entries(tasks)) taken[name] = await time(task)
  return taken
}

/** Promises are waited for one by one: a scanner has one code before it. */
async function time(task) {
  const before = task.outside ?? 0
  const start = performance.now()
  let times = 0
  let elapsed = 0
  for (; elapsed < SLICE; elapsed = performance.now() - start) {
    const answer = task()
    if (answer instanceof Promise) await answer
    times += 1
  }
  // what a task did only to have something to work on is not its time
  return (elapsed - ((task.outside ?? 0) - before)) * 1e6 / times
}
