import type { Wallet } from '../../core/healthpass'
import { now, Session } from '../core'
import { day } from '../format'
import { fill, language, sentences, texts } from '../i18n'
import { countOf } from '../published'
import type { PackResult, Updated } from '../updates'
import { Fact, facts } from './facts'
import { countryName } from './records'
import { said } from './trip'
import { ageWord } from './trip-detail'
import type { Mark } from './verdict'

type Pack = ReturnType<Wallet['rules']>[number]
type List = ReturnType<Wallet['revocation']>[number]

/** A pack or a list on one line: which, its edition and age, and whether it is old. */
export interface PublishedLine {
  id: string
  name: string
  detail: string
  mark: Mark | null
}

/** The same with everything known of it. */
export interface PublishedView extends PublishedLine {
  facts: Fact[]
}

/** What became of one file of an update. */
export interface ResultLine {
  id: string
  icon: string
  tone: '' | 'stop'
  text: string
  reasons: string[]
}

export function editionLines(session: Session): PublishedLine[] {
  return packViews(session).concat(listViews(session)).map(({ id, name, detail, mark }) => ({ id, name, detail, mark }))
}

export function packViews({ wallet }: Session): PublishedView[] {
  return wallet.rules(now()).map((pack) => ({ id: `pack-${pack.id}`, name: said(pack.name), detail: edition(pack), mark: oldMark(pack), facts: packFacts(pack) }))
}

export function listViews({ wallet }: Session): PublishedView[] {
  return wallet.revocation(now()).map((list, i) => ({ id: `list-${i}`, name: listName(list), detail: edition(list), mark: oldMark(list) || missingMark(list), facts: listFacts(list) }))
}

function edition({ createdAt, ageDays }: Pick<Pack, 'createdAt' | 'ageDays'>): string {
  return [day(createdAt, language()), ageWord(ageDays)].join(texts().common.comma)
}

function oldMark({ expired, expiresAt }: Pick<List, 'expired' | 'expiresAt'>): Mark | null {
  return expired && expiresAt ? { tone: 'cond', icon: 'time', text: fill(texts().update.old, { date: day(expiresAt, language()) }) } : null
}

function missingMark({ missingFiles }: List): Mark | null {
  const missing = countOf(missingFiles)
  return missing > 0 ? { tone: 'cond', icon: 'rule', text: fill(texts().update.missing, { n: missing }) } : null
}

function packFacts({ id, publishedBy, sequence, createdAt, expiresAt, source }: Pack): Fact[] {
  const { update: t, trip } = texts()
  return facts(
    [trip.rule, id, true],
    [t.publisher, publishedBy],
    [t.edition, fill(trip.editionOf, { date: day(createdAt, language()), n: sequence })],
    [t.expires, day(expiresAt, language())],
    [t.source, (source && source.title) || undefined],
    [trip.sourceDate, source && source.date ? day(source.date, language()) : undefined],
    [trip.link, (source && source.url) || undefined, true],
  )
}

function listName({ name, country }: List): string {
  return [name, country && countryName(country)].filter(Boolean).join(texts().common.comma)
}

function listFacts({ sequence, createdAt, expiresAt, entries }: List): Fact[] {
  const { update: t, trip } = texts()
  return facts([t.edition, sequence ? fill(trip.editionOf, { date: day(createdAt, language()), n: sequence }) : day(createdAt, language())], [t.expires, expiresAt ? day(expiresAt, language()) : undefined], [t.entries, String(entries)])
}

export function resultLines({ packs, list, notKept, nothing }: Updated): ResultLine[] {
  const { update: t } = texts()
  const lines = packs.map((pack) => resultLine(pack, pack.title ? said(pack.title) : pack.name, { new: t.isNew, same: t.isSame, refused: t.refused }))
  if (list) lines.push(resultLine(list, list.name, { new: t.listNew, same: t.listSame, refused: t.listRefused }))
  if (nothing.length > 0) lines.push({ id: 'nothing', icon: 'cross', tone: 'stop', text: t.noneThere, reasons: sentences(nothing) })
  if (notKept) lines.push({ id: 'not-kept', icon: 'rule', tone: 'stop', text: t.notKept, reasons: [] })
  return lines
}

function resultLine({ name: id, state, createdAt, reasons }: PackResult, name: string, said: { [state in PackResult['state']]: string }): ResultLine {
  const looks = { new: { icon: 'tick', tone: '' }, same: { icon: 'none', tone: '' }, refused: { icon: 'cross', tone: 'stop' } } as const
  return { id, ...looks[state], text: fill(said[state], { name, date: createdAt && day(createdAt, language()) }), reasons: sentences(reasons) }
}
