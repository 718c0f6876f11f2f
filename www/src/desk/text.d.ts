/** The package divides its sentences when it is built; here they still stand in one file. */
declare module 'healthpass/text/desk-*' {
  const sentences: Readonly<Record<string, string>>
  export default sentences
}
