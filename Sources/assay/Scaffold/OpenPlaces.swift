import AssayModel
import Foundation

/// A place of a scaffold that its author has not filled in: `<<FILL what / 무엇: an example>>`.
struct OpenPlace: Equatable {
  /// The file, relative to the lab's folder.
  let file: String
  /// One-based line.
  let line: Int
  /// What belongs there.
  let what: LocalizedText
  /// What could stand there.
  let example: String

  private static let largestFile = 1 << 20

  /// The open places in a lab's files, by file and line.
  static func all(in folder: String) -> [OpenPlace] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.sorted().flatMap { name -> [OpenPlace] in
      let url = URL(fileURLWithPath: "\(folder)/\(name)")
      guard let size = try? url.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey]),
        size.isRegularFile == true, size.fileSize ?? 0 <= largestFile,
        let text = try? String(contentsOf: url, encoding: .utf8)
      else { return [] }
      return places(in: text, file: name)
    }
  }

  private static func places(in text: String, file: String) -> [OpenPlace] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
      line.matches(of: /<<FILL ([^:]*?) \/ ([^:]*?): (.*?)>>/).map { match in
        OpenPlace(
          file: file, line: index + 1, what: LocalizedText(en: String(match.1), ko: String(match.2)),
          example: String(match.3))
      }
    }
  }
}

extension Failure {
  /// A lab, called `id`, that is a scaffold still.
  static func unfilled(_ id: String, _ places: [OpenPlace]) -> Failure {
    let lines = { (language: Language, example: String) in
      places.map { "  \(id)/\($0.file):\($0.line): \($0.what[language]) (\(example) \($0.example))" }
        .joined(separator: "\n")
    }
    return Failure(
      LocalizedText(
        en: "'\(id)' has \(places.count) place\(places.count == 1 ? "" : "s") to fill in.\n"
          + "\(lines(.en, "such as:"))\nReplace each mark, from << to >>, and verify again.",
        ko: "'\(id)'에 채워야 할 곳이 \(places.count)개 있습니다.\n"
          + "\(lines(.ko, "예:"))\n<<부터 >>까지의 표시를 모두 바꾼 다음 다시 검증하십시오."), .badInput)
  }
}
