import { builtinTags } from './builtin-tags.mjs'

/** A builtin's name where a selector names a tag: at its start or after a combinator, not a class or a pseudo-class. */
const tagPattern = new RegExp(`(^|[\\s>+~,(])(${builtinTags().filter((tag) => tag !== 'label').join('|')})(?![\\w-])`, 'g')

/**
 * `button` in WXSS means the builtin, which is `wx-button` in the document. Declarations and at-rules are left alone.
 * @param {string} css
 */
export const withBuiltinSelectors = (css) => css.replace(/[^{};]+(?=\{)/g, (prelude) =>
  (prelude.trimStart().startsWith('@') ? prelude : prelude.replace(tagPattern, '$1wx-$2')))
