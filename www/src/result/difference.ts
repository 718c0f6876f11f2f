/** Letters in which two texts differ, for underlining; says nothing about whether it matters. */

export interface Piece {
  readonly text: string
  readonly differs: boolean
}

/** How a passport prints it, letter by letter: capitals, and a space for what joins or sets off names. */
export function folded(text: string): string {
  return text.toUpperCase().replace(/[-'’]/g, ' ')
}

/** Both texts cut into equal and differing pieces along their longest common subsequence. */
export function difference(ours: string, theirs: string): [Piece[], Piece[]] {
  const [a, b] = [[...ours], [...theirs]]
  const common = table(a, b)
  const left: boolean[] = a.map(() => true)
  const right: boolean[] = b.map(() => true)
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (alike(a[i], b[j])) {
      left[i++] = false
      right[j++] = false
    } else if (at(common, i + 1, j) >= at(common, i, j + 1)) i++
    else j++
  }
  return [pieces(a, left), pieces(b, right)]
}

/** Length of the longest common subsequence of every pair of tails. */
function table(a: readonly string[], b: readonly string[]): number[][] {
  const rows: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = rows[i] as number[]
      row[j] = alike(a[i], b[j]) ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1))
    }
  }
  return rows
}

function alike(a: string | undefined, b: string | undefined): boolean {
  return folded(a ?? '') === folded(b ?? '')
}

function at(rows: readonly number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? 0
}

function pieces(letters: readonly string[], differs: readonly boolean[]): Piece[] {
  const out: { text: string; differs: boolean }[] = []
  letters.forEach((letter, i) => {
    const last = out.at(-1)
    const differ = differs[i] === true
    if (last?.differs === differ) last.text += letter
    else out.push({ text: letter, differs: differ })
  })
  return out
}
