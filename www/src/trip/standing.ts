/** What stands to be asked at this desk: kept on the device, and as a trip for the core. */
import { language, otherLanguage, sentence, type Language } from '../i18n'
import { forget, keep, kept } from '../settings'
import { clock } from './clock'
import type { Stage, Stop, Trip } from './types'
import { tables } from './words'

export interface Visited {
  readonly country: string
  readonly left: string
}

/** A desk's question; empty texts are left open. */
export interface Standing {
  readonly stage: Stage
  readonly here: string
  readonly from: string
  readonly via: readonly string[]
  readonly to: string
  readonly purpose: string
  /** Date and time on the wall there, `YYYY-MM-DDTHH:MM`; empty for the moment of the check. */
  readonly when: string
  /** `+08:00`; only with `when`. */
  readonly offset: string
  readonly visited: readonly Visited[]
}

/** Purposes packs ask about. */
export const PURPOSES = ['tourism', 'business', 'work', 'study', 'family', 'pilgrimage'] as const

export const BLANK: Standing = { stage: 'entry', here: '', from: '', via: [], to: '', purpose: '', when: '', offset: '', visited: [] }

export function standing(): Standing | null {
  try {
    const found = JSON.parse(kept('trip') ?? 'null') as { standing?: Standing } | null
    return found?.standing ? { ...BLANK, ...found.standing } : null
  } catch {
    return null
  }
}

/** Keeps it with its words, so that they are on screen before the desk is loaded. */
export function stand(standing: Standing | null): void {
  if (standing) keep('trip', JSON.stringify({ standing, asks: { en: brief(standing, 'en'), zh: brief(standing, 'zh') } }))
  else forget('trip')
}

/** The trip of a traveller at this desk, as of `at`. */
export function tripOf(asked: Standing, at: string): Trip {
  const now = asked.when ? `${asked.when}:00${asked.offset}` : clock(at)
  const passing = asked.via.map((country): Stop => ({ country, arrives: now, transit: true }))
  const onward: Stop[] = asked.to ? [{ country: asked.to, arrives: now }] : []
  const stops: Record<Stage, Stop[]> = {
    exit: [{ country: asked.here, departs: now }, ...passing, ...onward],
    transit: [...passing, { country: asked.here, arrives: now, transit: true }, ...onward],
    entry: [...passing, { country: asked.here, arrives: now }],
  }
  // where the journey began has been left: its own rules of departure are no business of this desk
  const origin = asked.from ? [asked.stage === 'exit' ? { country: asked.from } : { country: asked.from, left: now }] : []
  const visited = [...asked.visited.map(({ country, left }) => (left ? { country, left } : { country })), ...origin]
  return {
    ...(asked.purpose ? { purpose: asked.purpose } : {}),
    stops: stops[asked.stage],
    ...(visited.length > 0 ? { visited } : {}),
  }
}

/** What is asked, in as few words as the bar has room for. */
export function brief({ stage, here }: Standing, of: Language = language()): string {
  const words = tables[of]
  return { exit: words.asksExit, transit: words.asksTransit, entry: words.asksEntry }[stage].replace('{here}', nameIn(here, of))
}

function nameIn(code: string, of: Language): string {
  return sentence(`country.${code}`, {}, of) ?? sentence(`country.${code}`, {}, otherLanguage()) ?? code
}

/** What is asked, in one line. */
export function asks(asked: Standing, of: Language = language()): string {
  const words = tables[of]
  const name = (code: string) => nameIn(code, of)
  const purpose = PURPOSES.find((one) => one === asked.purpose)
  return [
    brief(asked, of),
    asked.from && words.asksFrom.replace('{from}', name(asked.from)),
    asked.via.length > 0 && words.asksVia.replace('{via}', asked.via.map(name).join(of === 'zh' ? '、' : ', ')),
    asked.to && asked.stage !== 'entry' && words.asksTo.replace('{to}', name(asked.to)),
    purpose && words.asksList + (of === 'zh' ? words[purpose] : words[purpose].replace(/^[A-Z](?=[a-z]+$)/, (letter) => letter.toLowerCase())),
  ].filter(Boolean).join('')
}
