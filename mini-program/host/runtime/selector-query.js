/** What a query returns for a canvas: the browser's, with WeChat's methods. @param {any} canvas */
function canvasNode(canvas) {
  if (!canvas.createImage) {
    canvas.createImage = () => document.createElement('img')
    canvas.createImageData = (/** @type {number} */ width, /** @type {number} */ height) => new ImageData(width, height)
    canvas.requestAnimationFrame = (/** @type {FrameRequestCallback} */ draw) => window.requestAnimationFrame(draw)
    canvas.cancelAnimationFrame = (/** @type {number} */ id) => window.cancelAnimationFrame(id)
    canvas.createPath2D = (/** @type {Path2D} */ path) => new Path2D(path)
  }
  return canvas
}

/** @param {any} element glass-easel's @param {any} fields @param {boolean} viewport */
function read(element, fields, viewport) {
  if (!element) return null
  const dom = viewport ? document.documentElement : element.getBackendElement()
  const { left, top, right, bottom, width, height } = viewport
    ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight, width: innerWidth, height: innerHeight }
    : dom.getBoundingClientRect()
  const canvas = dom.querySelector?.(':scope > canvas')
  return {
    ...(fields.id && { id: element.id }),
    ...(fields.dataset && { dataset: element.dataset }),
    ...(fields.rect && { left, top, right, bottom }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && { scrollLeft: dom.scrollLeft, scrollTop: dom.scrollTop, scrollWidth: dom.scrollWidth, scrollHeight: dom.scrollHeight }),
    ...(fields.computedStyle && Object.fromEntries(fields.computedStyle.map((name) => [name, getComputedStyle(dom)[name]]))),
    ...(fields.properties && Object.fromEntries(fields.properties.map((/** @type {string} */ name) => [name, element.data?.[name]]))),
    ...(fields.node && { node: canvas ? canvasNode(canvas) : element.getMethodCaller?.() ?? dom }),
  }
}

/**
 * `createSelectorQuery`: the adapter's own knows no `node`.
 * @param {any} scope the component or page to search in
 */
export function selectorQuery(scope) {
  /** @type {{ run: () => any, done?: (result: any) => void }[]} */
  const jobs = []
  const select = (/** @type {string | null} */ selector, /** @type {boolean} */ all) => {
    const component = scope._$ || scope
    const add = (fields, /** @type {(result: any) => void} */ done) => {
      const run = () => {
        const root = component.getShadowRoot()
        if (selector === null) return read(component, fields, true)
        return all
          ? root.querySelectorAll(selector).map((element) => read(element, fields, false))
          : read(root.querySelector(selector), fields, false)
      }
      jobs.push({ run, done })
      return query
    }
    return {
      fields: add,
      boundingClientRect: (done) => add({ id: true, dataset: true, rect: true, size: true }, done),
      scrollOffset: (done) => add({ id: true, dataset: true, scrollOffset: true }, done),
      node: (done) => add({ node: true }, done),
      context: (done) => add({ node: true }, done),
    }
  }
  const query = {
    in(component) { scope = component; return query },
    select: (/** @type {string} */ selector) => select(selector, false),
    selectAll: (/** @type {string} */ selector) => select(selector, true),
    selectViewport: () => select(null, false),
    exec(/** @type {(results: any[]) => void} */ done) {
      setTimeout(() => {
        const results = jobs.map((job) => job.run())
        jobs.forEach((job, index) => job.done?.(results[index]))
        done?.(results)
      }, 0)
      return query
    },
  }
  return query
}
