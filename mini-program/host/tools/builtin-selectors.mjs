import { builtinTags } from './builtin-tags.mjs'

/** A builtin's name where a selector names a tag: at its start or after a combinator, not a class or a pseudo-class. */
const tagPattern = new RegExp(`(^|[\\s>+~,(])(${builtinTags().filter((tag) => tag !== 'label').join('|')})(?![\\w-])`, 'g')

/**
 * `button` in WXSS means the builtin, which is `wx-button` in the document; `#name` means an id, which is written there
 * with its component's prefix. `:is(..., #_)` keeps the weight of an id. Declarations and at-rules are left alone.
 * @param {string} css
 */
export const withBuiltinSelectors = (css) => css.replace(/[^{};]+(?=\{)/g, (prelude) =>
  (prelude.trimStart().startsWith('@')
    ? prelude
    : prelude.replace(tagPattern, '$1wx-$2').replace(/#([\w-]+)/g, ':is([id$="--$1"], #_)')))
