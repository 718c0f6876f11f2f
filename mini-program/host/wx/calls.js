/**
 * A reply a test put in place of the real one: a result, `{ fail: 'reason' }`, or a function of the options.
 * @typedef {any} Reply
 */

/** Every call of `wx`, oldest first: name and options. @type {[string, any][]} */
export const calls = []

/** Replies that hold until removed. @type {Record<string, Reply>} */
export const replies = {}

/** Replies used once each, in order. @type {Record<string, Reply[]>} */
export const nextReplies = {}

/** Thrown by an implementation to end in `fail`. */
export class Fail extends Error {
  /** @param {string} reason as WeChat words it @param {number} [errno] @param {number} [errCode] older members number their failures so */
  constructor(reason, errno, errCode) {
    super(reason)
    this.errno = errno
    this.errCode = errCode
  }
}

/** @param {string} name @param {any} options @param {(options: any) => any} implementation */
async function answer(name, options, implementation) {
  const queued = nextReplies[name]?.length ? nextReplies[name].shift() : replies[name]
  const reply = queued === undefined
    ? await implementation(options)
    : await (typeof queued === 'function' ? queued(options) : queued)
  if (reply?.fail) throw new Fail(reply.fail, reply.errno, reply.errCode)
  return { errMsg: `${name}:ok`, ...reply }
}

/** Only a `Fail` is an answer; anything else is a fault of the host and is told as one. @param {string} name @param {any} error */
function failure(name, error) {
  if (!(error instanceof Fail)) console.error(error)
  const { errno, errCode } = error
  return { errMsg: `${name}:fail ${error.message}`, ...(errno !== undefined && { errno }), ...(errCode !== undefined && { errCode }) }
}

/**
 * A member of `wx` that answers later: through callbacks when it is given any, else through a promise.
 * @param {string} name @param {(options: any) => any} implementation
 */
export const asynchronous = (name, implementation) => (options = {}) => {
  calls.push([name, options])
  const answered = answer(name, options, implementation)
  const { success, fail, complete } = options
  if (!success && !fail && !complete) return answered.catch((error) => Promise.reject(failure(name, error)))
  answered.then(
    (result) => { success?.(result); complete?.(result) },
    (error) => { const told = failure(name, error); fail?.(told); complete?.(told) },
  )
  return undefined
}

/** A member of `wx` that answers at once. @param {string} name @param {(...args: any[]) => any} implementation */
export const synchronous = (name, implementation) => (...args) => {
  calls.push([name, args[0]])
  const reply = replies[name]
  if (reply !== undefined) return typeof reply === 'function' ? reply(...args) : reply
  try {
    return implementation(...args)
  } catch (error) {
    throw error instanceof Fail ? new Error(`${name}:fail ${error.message}`) : error
  }
}
