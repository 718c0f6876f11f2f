import fs from 'node:fs'
import path from 'node:path'
import { builtinTags } from './builtin-tags.mjs'

/** Tags of the template language itself. */
const LANGUAGE_TAGS = new Set(['block', 'template', 'import', 'include', 'wxs', 'slot'])

/** @param {string} source @returns {Set<string>} tags of a template, comments and scripts left out */
function tagsOf(source) {
  const markup = source.replace(/<!--[\s\S]*?-->/g, '').replace(/<wxs[\s\S]*?<\/wxs>/g, '').replace(/\{\{[\s\S]*?\}\}/g, '')
  return new Set([...markup.matchAll(/<([a-z][\w-]*)/gi)].map(([, tag]) => tag))
}

/**
 * What a phone would refuse or this host cannot draw, found before anything runs: a page that is missing, a tag that is
 * neither a builtin nor declared in `usingComponents`.
 * @param {string} source
 * @param {Record<string, any>} json configuration by path
 * @returns {string[]} problems
 */
export function checkSources(source, json) {
  const problems = []
  if (!json.app) throw new Error(`${source}: no app.json`)
  for (const page of json.app.pages) {
    if (!fs.existsSync(path.join(source, `${page}.wxml`))) problems.push(`app.json: page ${page} has no .wxml`)
  }
  const known = new Set([...LANGUAGE_TAGS, ...builtinTags()])
  for (const [name, config] of Object.entries(json)) {
    const template = path.join(source, `${name}.wxml`)
    if (!fs.existsSync(template)) continue
    const declared = { ...json.app.usingComponents, ...config.usingComponents }
    for (const tag of tagsOf(fs.readFileSync(template, 'utf8'))) {
      if (!known.has(tag) && !(tag in declared)) problems.push(`${name}.wxml: <${tag}> is not a builtin of host/builtin nor in usingComponents`)
    }
  }
  return problems
}
