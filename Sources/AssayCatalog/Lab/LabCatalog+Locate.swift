extension LabCatalog {
  /// Where a folder of labs can be, in the order in which the places are tried.
  public struct Places: Sendable, Equatable {
    /// The folder that the user named; when there is one, no other place is tried.
    public var option: String?
    /// The value of `ASSAY_LABS`; when it is set, no later place is tried.
    public var environment: String?
    /// The absolute path of the working directory; it and its ancestors may hold `labs/`.
    public var workingDirectory: String
    /// The absolute path of the program; `../share/assay/labs` beside it comes last.
    public var executable: String?

    /// Lists the places.
    public init(
      option: String? = nil, environment: String? = nil, workingDirectory: String, executable: String? = nil
    ) {
      self.option = option
      self.environment = environment
      self.workingDirectory = workingDirectory
      self.executable = executable
    }
  }

  /// The catalogue in the first place that has one.
  ///
  /// - Throws: ``CatalogError/noCatalog(searched:)`` with the places that were tried.
  public static func locate(
    _ places: Places, vocabulary: GraderVocabulary? = nil
  ) throws(CatalogError) -> LabCatalog {
    let candidates = candidates(places)
    guard let root = candidates.first(where: { EntryKind.at($0 + "/.") == .folder }) else {
      throw .noCatalog(searched: candidates)
    }
    return LabCatalog(root: root, vocabulary: vocabulary, workingDirectory: places.workingDirectory)
  }

  private static func candidates(_ places: Places) -> [String] {
    if let option = places.option { return [option] }
    if let environment = places.environment, !environment.isEmpty { return [environment] }
    var found = ancestors(of: places.workingDirectory).map { $0 == "/" ? "/labs" : "\($0)/labs" }
    if let executable = places.executable, let prefix = ancestors(of: executable).dropFirst(2).first {
      found.append("\(prefix == "/" ? "" : prefix)/share/assay/labs")
    }
    return found
  }

  /// A path and the folders above it, up to the root.
  private static func ancestors(of path: String) -> [String] {
    var current = withoutTrailingSlash(path)
    var all = [current]
    while current != "/", let slash = current.lastIndex(of: "/") {
      current = slash == current.startIndex ? "/" : String(current[..<slash])
      all.append(current)
    }
    return all
  }
}
