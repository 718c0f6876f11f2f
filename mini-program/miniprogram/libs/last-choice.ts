/**
 * What was chosen last for each certificate. It tells where somebody travels, so it is encrypted as the records are,
 * under one key of its own, and goes with the certificate.
 */
const KEY = 'healthpass/choices'

/** A choice without what belongs to one showing only. */
export interface LastChoice {
  /** ISO 3166-1 alpha-2 of the destination the readers were chosen for; empty for an open code. */
  destination: string
  open: boolean
  disclose: string[]
  sealTo: string[]
  withPassport: boolean
}

type Choices = { [certificateId: string]: LastChoice | undefined }

let known: Promise<Choices> | undefined

export async function lastChoice(certificateId: string): Promise<LastChoice | undefined> {
  return (await choices())[certificateId]
}

/** Where any certificate was shown last; empty when none was sealed. */
export async function lastDestination(): Promise<string> {
  const all = await choices()
  const sealed = Object.keys(all).filter((id) => (all[id] as LastChoice).destination)
  return sealed.length > 0 ? (all[sealed[sealed.length - 1]] as LastChoice).destination : ''
}

/** Keeps it as the newest. A phone that cannot write it forgets the choice, nothing else. */
export async function rememberChoice(certificateId: string, choice: LastChoice): Promise<void> {
  const all = await choices()
  if (JSON.stringify(all[certificateId]) === JSON.stringify(choice)) return
  delete all[certificateId]
  all[certificateId] = choice
  await write(all)
}

/** Forgets the choices of every certificate but these. */
export async function keepChoicesOf(certificateIds: string[]): Promise<void> {
  const all = await choices()
  const gone = Object.keys(all).filter((id) => certificateIds.indexOf(id) < 0)
  if (gone.length === 0) return
  gone.forEach((id) => delete all[id])
  await write(all)
}

export async function eraseChoices(): Promise<void> {
  known = undefined
  await wx.removeStorage({ key: KEY }).catch(() => undefined)
}

function choices(): Promise<Choices> {
  if (!known) known = read()
  return known
}

async function read(): Promise<Choices> {
  try {
    const { data } = await wx.getStorage<Choices>({ key: KEY, encrypt: true })
    return data && typeof data === 'object' ? data : {}
  } catch (failure) {
    return {}
  }
}

async function write(all: Choices): Promise<void> {
  await wx.setStorage({ key: KEY, data: all, encrypt: true }).catch(() => undefined)
}
