/// The one style sheet of our pages.
enum HTMLStyle {
  /// How the page's policy names the sheet: SHA-256 of its bytes, in base64.
  static let digest: HTML = "sha256-2Gshm8Fm18O+t9wGCFI/f8lzJXiUhZ3+r8S7OGJx58U="

  /// The sheet; light and dark, from a telephone to a wide screen, and on paper.
  static let sheet: HTML = """
    :root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1b1f27; --soft: #5a6272; \
    --line: #dfe3ea; --code: #f0f2f6; --good: #12733a; --bad: #b3261e; --warn: #8a5a00; --ours: #7a3db8; }
    @media (prefers-color-scheme: dark) { :root { --page: #11141a; --card: #191d26; --ink: #e7eaf0; \
    --soft: #a2abbd; --line: #2d3441; --code: #11151d; --good: #5fd08b; --bad: #ff8f86; --warn: #f0b95a; \
    --ours: #cfa4f5; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere; word-break: keep-all; \
    font: 1rem/1.6 system-ui, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3rem); }
    h1 { font-size: clamp(1.35rem, 4vw, 1.9rem); line-height: 1.3; margin: .1rem 0 .4rem; }
    h2 { font-size: 1.2rem; margin: 2.4rem 0 .8rem; }
    h3 { font-size: 1.05rem; margin: 0; }
    p { margin: .4rem 0; }
    .lab, .who, .about, footer { color: var(--soft); font-size: .9rem; }
    .lab { margin: 0; }
    bdi { color: var(--ink); font-weight: 600; }
    .score { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; \
    padding: 1rem 1.3rem; margin-top: 1.3rem; }
    .points { font-size: 1.3rem; margin: 0; font-variant-numeric: tabular-nums; }
    .points strong { font-size: 2.3rem; line-height: 1.2; }
    meter { width: 100%; height: 1rem; }
    table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
    th, td { text-align: start; vertical-align: top; padding: .5rem .8rem; border-top: 1px solid var(--line); }
    thead th { font-size: .85rem; color: var(--soft); border-top: 0; }
    tbody th { font-weight: 500; width: 100%; }
    td { white-space: nowrap; }
    .number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .met td:first-child, .points.met strong { color: var(--good); }
    .unmet td:first-child, .unmet .number { color: var(--bad); font-weight: 600; }
    .partial td:first-child, .inconclusive td:first-child { color: var(--warn); font-weight: 600; }
    .ungraded td:first-child, .points.ungraded { color: var(--ours); font-weight: 600; }
    .blocked td, .blocked th { color: var(--soft); }
    .check { background: var(--card); border: 1px solid var(--line); border-inline-start: .3rem solid var(--soft); \
    border-radius: .6rem; padding: .9rem 1.2rem; margin: 0 0 1rem; }
    .check h2 { margin: 0; }
    .check.unmet { border-inline-start-color: var(--bad); }
    .check.partial, .check.inconclusive { border-inline-start-color: var(--warn); }
    .check.ungraded { border-inline-start-color: var(--ours); }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .35rem 1rem; margin: .8rem 0; }
    .check dl + dl { border-top: 1px dashed var(--line); padding-top: .8rem; }
    dt { color: var(--soft); font-size: .9rem; }
    dd { margin: 0; }
    pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; direction: ltr; \
    font: .9rem/1.55 ui-monospace, "SF Mono", Consolas, "Nanum Gothic Coding", monospace; }
    .quote { background: var(--code); border: 1px solid var(--line); border-radius: .4rem; \
    padding: .7rem .9rem; margin-top: .5rem; max-height: 30rem; overflow: auto; }
    .hint { background: var(--code); border-radius: .4rem; padding: .5rem .8rem; }
    .hint b { color: var(--soft); margin-inline-end: .4rem; }
    summary { cursor: pointer; padding: .3rem 0; }
    footer { border-top: 1px solid var(--line); margin-top: 2.5rem; }
    @media (max-width: 34rem) { dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; } dd { margin-bottom: .5rem; } \
    th, td { padding: .45rem .5rem; } tbody .outcome, thead th:first-child { position: absolute; left: -99rem; } }
    @media print { body { background: #fff; } .quote { max-height: none; } .check { break-inside: avoid; } }
    """
}
