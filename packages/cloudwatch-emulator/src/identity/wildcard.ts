/** True when `text` matches an IAM pattern: `*` is any run of characters, `?` any one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  // Backtracks to the last star only, so that no pattern takes longer than pattern times text.
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
