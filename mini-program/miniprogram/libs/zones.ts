/**
 * The clocks of states that have one, the same all year: what the tz database (2025b) gives for 2026 and 2027, and Beijing
 * time for all of China, which is its legal time. Where a state has several clocks or a summer time, the holder is asked.
 */
const ONE_CLOCK: { [offset: string]: string } = {
  '-11:00': 'AS NU',
  '-10:00': 'CK',
  '-08:00': 'PN',
  '-06:00': 'BZ CR GT HN NI SV',
  '-05:00': 'CO JM KY PA PE',
  '-04:00': 'AG AI AW BB BL BO BQ CW DM DO GD GP GY KN LC MF MQ MS PR SX TT VC VE VG VI',
  '-03:00': 'AR FK GF PY SR UY',
  '-02:00': 'GS',
  '-01:00': 'CV',
  '+00:00': 'BF CI GH GM GN GW IS LR ML MR SH SL SN ST TG',
  '+01:00': 'AO BJ CF CG CM DZ GA GQ NE NG TD TN',
  '+02:00': 'BI BW LS LY MW MZ NA RW SD SS SZ ZA ZM ZW',
  '+03:00': 'BH BY DJ ER ET IQ JO KE KM KW MG QA SA SO SY TR TZ UG YE YT',
  '+03:30': 'IR',
  '+04:00': 'AE AM AZ GE MU OM RE SC',
  '+04:30': 'AF',
  '+05:00': 'KZ MV PK TF TJ TM UZ',
  '+05:30': 'IN LK',
  '+05:45': 'NP',
  '+06:00': 'BD BT IO KG',
  '+06:30': 'CC MM',
  '+07:00': 'CX KH LA TH VN',
  '+08:00': 'BN CN HK MO MY PH SG TW',
  '+09:00': 'JP KP KR PW TL',
  '+10:00': 'GU MP',
  '+11:00': 'NC SB VU',
  '+12:00': 'FJ MH NR TV WF',
  '+13:00': 'TK TO WS',
}

/** Every offset in use anywhere, as RFC 3339 writes it. */
export const OFFSETS = (
  '-12:00 -11:00 -10:00 -09:30 -09:00 -08:00 -07:00 -06:00 -05:00 -04:00 -03:30 -03:00 -02:30 -02:00 -01:00 +00:00 +01:00 +02:00 +03:00 +03:30 ' +
  '+04:00 +04:30 +05:00 +05:30 +05:45 +06:00 +06:30 +07:00 +08:00 +08:45 +09:00 +09:30 +10:00 +10:30 +11:00 +12:00 +12:45 +13:00 +13:45 +14:00'
).split(' ')

/** The only offset of a state's clocks; empty where there are several. */
export function onlyOffset(country: string): string {
  return OFFSETS.find((offset) => (ONE_CLOCK[offset] || '').split(' ').indexOf(country) >= 0) || ''
}

/** This phone's offset on a day, `YYYY-MM-DD`, or now. */
export function phoneOffset(day?: string): string {
  const minutes = -(day ? new Date(`${day}T12:00:00`) : new Date()).getTimezoneOffset()
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
