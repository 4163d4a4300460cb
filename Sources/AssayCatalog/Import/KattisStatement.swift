import AssayModel

/// The handouts made from a package's statements.
struct KattisStatement {
  private(set) var english: String
  private(set) var korean: String
  private(set) var notes: [ImportNote] = []

  /// Reads the statements of the package in `root`.
  init(root: String, settings: KattisSettings, title: LocalizedText) {
    var texts: [String: String] = [:]
    var notes: [ImportNote] = []
    for folder in ["problem_statement", "statement"] {
      for entry in (try? FolderListing.entries(of: "\(root)/\(folder)")) ?? [] {
        let parts = entry.name.split(separator: ".").map(String.init)
        let path = "\(folder)/\(entry.name)"
        guard parts.first == "problem", let ending = parts.last, ["md", "tex"].contains(ending),
          let bytes = try? FileBytes.read("\(root)/\(path)", atMost: 1 << 20)
        else {
          notes.append(ImportNote(path, en: "no statement in text; left out", ko: "텍스트 지문이 아니라 제외했습니다"))
          continue
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let language = parts.count > 2 ? parts[1] : "en"
        texts[language] = ending == "md" ? text : "```tex\n\(text)\n```\n"
        if ending == "tex" {
          notes.append(
            ImportNote(
              path, en: "copied as LaTeX; rewrite it as Markdown", ko: "LaTeX 그대로 옮겼으므로 Markdown으로 고쳐 쓰십시오"))
        }
        if language != "en", language != "ko" {
          notes.append(
            ImportNote(
              path, en: "handouts are English and Korean; left out", ko: "안내문은 영어와 한국어만 지원하므로 제외했습니다"))
        }
      }
    }
    let origin = settings.origin.isEmpty ? "" : "\n---\n\n" + settings.origin.map { "- \($0)\n" }.joined()
    let fallback = texts["en"] ?? texts.sorted { $0.key < $1.key }.first?.value ?? ""
    english =
      "# \(title.en)\n\n\(fallback)\n## Contract\n\n1. `solution.py` reads stdin and writes the answer to stdout.\n\(origin)"
    korean =
      "# \(title.ko)\n\n\(texts["ko"] ?? fallback)\n## 계약\n\n1. `solution.py`는 표준 입력을 읽고 답을 표준 출력에 씁니다.\n\(origin)"
    self.notes = notes
  }
}
