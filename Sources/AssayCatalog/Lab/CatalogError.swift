import AssayModel

/// Why no lab was found.
public enum CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no folder of labs in any of the places where one is looked for.
  case noCatalog(searched: [String])
  /// No lab has this name.
  case noSuchLab(name: String, nearest: [String])
  /// Several labs could be meant.
  case ambiguous(name: String, candidates: [String])
  /// A lab's files cannot be read.
  case unreadable(lab: String, reason: String)

  /// The error as a sentence that says what to do.
  public var text: LocalizedText {
    switch self {
    case .noCatalog(let searched):
      let places = searched.joined(separator: ", ")
      return LocalizedText(
        en: "There is no folder of labs at \(places); name one with --labs DIR or ASSAY_LABS.",
        ko: "\(places)에서 랩 폴더를 찾지 못했습니다. --labs DIR 또는 ASSAY_LABS로 지정하십시오.")
    case .noSuchLab(let name, let nearest) where nearest.isEmpty:
      return LocalizedText(
        en: "There is no lab '\(name)'; `assay labs` lists those there are.",
        ko: "'\(name)' 랩이 없습니다. `assay labs`로 목록을 볼 수 있습니다.")
    case .noSuchLab(let name, let nearest) where nearest.count == 1:
      return LocalizedText(
        en: "There is no lab '\(name)'; did you mean '\(nearest[0])'?",
        ko: "'\(name)' 랩이 없습니다. 혹시 '\(nearest[0])'입니까?")
    case .noSuchLab(let name, let nearest):
      let names = nearest.joined(separator: ", ")
      return LocalizedText(
        en: "There is no lab '\(name)'; the nearest names are \(names).",
        ko: "'\(name)' 랩이 없습니다. 가장 비슷한 이름은 \(names)입니다.")
    case .ambiguous(let name, let candidates):
      let names = candidates.joined(separator: ", ")
      return LocalizedText(
        en: "'\(name)' could be \(names); give more of the name.",
        ko: "'\(name)'에 해당하는 랩이 여럿입니다: \(names). 이름을 더 길게 입력하십시오.")
    case .unreadable(let lab, let reason):
      return LocalizedText(
        en: "The files of lab '\(lab)' cannot be read: \(reason).",
        ko: "'\(lab)' 랩의 파일을 읽을 수 없습니다: \(reason).")
    }
  }

  /// The English sentence.
  public var description: String { text.en }
}
