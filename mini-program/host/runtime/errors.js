import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** Everything that went wrong, for tests; a person reads the console. @type {string[]} */
export const errors = []

/** What the framework warned of. @type {string[]} */
export const warnings = []

const describe = (problem) => String(problem?.stack || problem?.errMsg || problem?.message || problem)

/** @param {unknown} problem @param {string} [where] */
export function report(problem, where) {
  const text = where ? `${where}: ${describe(problem)}` : describe(problem)
  errors.push(text)
  console.error(text)
}

export function watchErrors() {
  window.addEventListener('error', (event) => errors.push(describe(event.error || event.message)))
  window.addEventListener('unhandledrejection', (event) => errors.push(describe(event.reason)))
  document.addEventListener('securitypolicyviolation', (event) => errors.push(`blocked ${event.violatedDirective}: ${event.blockedURI}`))
  glassEasel.addGlobalErrorListener((error, method, component) => {
    report(error, `${typeof component === 'string' ? component : component?.is ?? ''} ${method ?? ''}`.trim())
    return false
  })
  glassEasel.addGlobalWarningListener((message, component) => {
    warnings.push(`${typeof component === 'string' ? component : component?.is ?? ''}: ${message}`)
    return false
  })
}
