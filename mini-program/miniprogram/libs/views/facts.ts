/** One fact: its name, its value, and whether the value is made of digits and codes. */
export interface Fact {
  label: string
  value: string
  mono?: boolean
}

/** Drops the facts that have no value: what is not known is not shown as empty. */
export function facts(...list: [label: string, value: string | undefined, mono?: boolean][]): Fact[] {
  return list.reduce<Fact[]>((kept, [label, value, mono]) => (value ? kept.concat({ label, value, mono: Boolean(mono) }) : kept), [])
}
