/**
 * The demo's passports, which belong to nobody: for the camera to look at and the reader to be held against.
 * @typedef {{ id: string, name: string, lines: string[] }} Passport
 * @type {Passport[]}
 */
export const PASSPORTS = [
  { id: 'zhang-wei', name: 'ZHANG WEI', lines: ['P<CHNZHANG<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'E123456782CHN9001011M3301155<<<<<<<<<<<<<<<8'] },
  { id: 'anna-maria', name: 'EXAMPLE ANNA MARIA', lines: ['P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<', 'C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6'] },
]

/** @param {string} id */
export const passportOf = (id) => PASSPORTS.find((passport) => passport.id === id) || PASSPORTS[0]
