/** The package divides its sentences when it is built; here they still stand in one file. */
declare module 'healthpass/text/presentation-*' {
  const sentences: Readonly<Record<string, string>>
  export default sentences
}
