/** A sheet for the traveller: the answer, the rule and its dates, and nothing more of a person's health. */
import { h, type Child } from '../dom'
import { day } from '../format'
import { otherLanguage, t, tag, word } from '../i18n'
import type { Shown } from '../result/shown'
import type { Step } from '../result/steps'
import { kept } from '../settings'
import { clock, localMinute } from './clock'
import { both, capital } from './panels'
import { deciding, gapSentence, legIn } from './sentence'
import type { Decision } from './types'
import { w } from './words'

/** Prints it; the page on the screen stays as it is. */
export function sheet(shown: Shown, decision: Decision, permitted: readonly Step[], asked: string | undefined): void {
  const paper = h('div', { class: 'sheet', id: 'sheet', 'aria-hidden': 'true' }, content(shown, decision, permitted, asked))
  document.getElementById('sheet')?.remove()
  document.body.append(paper)
  document.body.dataset['print'] = 'sheet'
  const done = () => {
    paper.remove()
    delete document.body.dataset['print']
  }
  addEventListener('afterprint', done, { once: true })
  window.print()
}

function content({ report, at }: Shown, decision: Decision, permitted: readonly Step[], asked: string | undefined): Child {
  const decided = deciding(decision)
  const said = decided && gapSentence(decided)
  return [
    h('p', { class: 'sheet-title' }, w('sheetTitle')),
    h('p', {}, w('sheetFor', { place: kept('place') || t('place') })),
    h('p', { class: 'sheet-answer' }, word(`verdict.${report.verdict}`), ' · ', h('span', { lang: tag(otherLanguage()) }, word(`verdict.${report.verdict}`, otherLanguage()))),
    said && h('p', { class: 'sheet-why' }, w('genuine'), ' ', said.text, ' ', h('strong', {}, said.bold), said.after),
    h('dl', {},
      row(w('sheetChecked'), localMinute(clock(at))),
      row(w('sheetAsked'), asked && capital(asked)),
      decision.legs.flatMap((leg) => leg.requirements.filter(({ answer }) => answer === 'not-met').flatMap((one) => [
        row(w('rule'), [capital(legIn(leg)), h('span', { class: 'line mono' }, [...new Set(one.gaps.map(({ rule }) => rule))].join(' ') || one.id), both(one.description), one.gaps.map(({ description }) => both(description))]),
        row(w('edition'), day(one.asOf)),
        row(w('source'), one.source && [one.source.title, one.source.url].filter(Boolean).join(', ')),
      ]))),
    h('p', { class: 'sheet-head' }, w('permits')),
    h('ol', {}, permitted.map(([what, detail]) => h('li', {}, what, detail && h('span', { class: 'line' }, detail)))),
    h('p', {}, w('noFault')),
    h('p', {}, w('sheetNote')),
  ]
}

function row(name: string, value: Child): Child {
  return value ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : null
}
