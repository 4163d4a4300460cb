import AssayModel

/// The labs in one folder.
///
/// Finding one lab reads the names of the others, never their files.
public struct LabCatalog: Sendable {
  /// The folder that holds one folder for each lab.
  public let root: String

  private let decoder: ManifestDecoder
  private let workingDirectory: String?

  /// Looks for labs in `root`, or in its folder `labs` where it has one.
  ///
  /// - Parameters:
  ///   - vocabulary: the graders and workloads against which manifests are checked; nil checks no names.
  ///   - workingDirectory: mistakes name manifests relative to it, where they lie below it.
  public init(root: String, vocabulary: GraderVocabulary? = nil, workingDirectory: String? = nil) {
    let trimmed = Self.withoutTrailingSlash(root)
    self.root = EntryKind.at("\(trimmed)/labs") == .folder ? "\(trimmed)/labs" : trimmed
    decoder = ManifestDecoder(vocabulary: vocabulary)
    self.workingDirectory = workingDirectory
  }

  /// The folder that holds the profiles of packages, one folder each.
  public var environmentsFolder: String { "\(root)/environments" }

  /// The same, from the folder of one lab.
  static func environmentsFolder(besideLab folder: String) -> String {
    let steps = withoutTrailingSlash(folder).split(separator: "/", omittingEmptySubsequences: false)
    return (steps.dropLast() + ["environments"]).joined(separator: "/")
  }

  /// The ids of all labs, sorted.
  ///
  /// - Throws: ``CatalogError`` when the folder cannot be read.
  public func identifiers() throws(CatalogError) -> [String] {
    let entries: [FolderListing.Entry]
    do throws(FileFailure) { entries = try FolderListing.entries(of: root) } catch {
      throw .noCatalog(searched: [root])
    }
    return entries.map(\.name).filter { EntryKind.at("\(root)/\($0)/lab.yaml") == .file }
  }

  /// The lab that `name` means: its id, or a part of it that no other id has.
  ///
  /// - Throws: ``CatalogError`` when none or several are meant, ``ManifestError`` when its manifest is bad.
  public func lab(_ name: String) throws -> Lab {
    let isID = TextRule.labID.accepts(name) && EntryKind.at("\(root)/\(name)/lab.yaml") == .file
    return try read(isID ? name : resolve(name))
  }

  /// The id that `name` means.
  ///
  /// - Throws: ``CatalogError`` when none or several are meant.
  public func resolve(_ name: String) throws(CatalogError) -> String {
    let ids = try identifiers()
    if ids.contains(name) { return name }
    let wanted = name.lowercased()
    let matching = [
      ids.filter { Self.title(of: $0) == wanted },
      ids.filter { $0.hasPrefix(wanted) || Self.title(of: $0).hasPrefix(wanted) },
      ids.filter { $0.contains(wanted) },
    ]
    guard !wanted.isEmpty, let found = matching.first(where: { !$0.isEmpty }) else {
      throw .noSuchLab(name: name, nearest: Self.nearest(to: wanted, among: ids))
    }
    guard found.count == 1 else { throw .ambiguous(name: name, candidates: found) }
    return found[0]
  }

  private func read(_ id: String) throws -> Lab {
    let folder = "\(root)/\(id)"
    let manifest = try decoder.decode(folder: folder, file: shown("\(folder)/lab.yaml"))
    do throws(FileFailure) {
      let digest = try LabDigest.digest(of: manifest, in: folder)
      return Lab(manifest: manifest, folder: folder, digest: digest)
    } catch {
      throw CatalogError.unreadable(lab: id, reason: error.reason)
    }
  }

  private func shown(_ path: String) -> String {
    guard let workingDirectory, path.hasPrefix(workingDirectory + "/") else { return path }
    return String(path.dropFirst(workingDirectory.count + 1))
  }

  /// The id without its number.
  private static func title(of id: String) -> String {
    guard let dash = id.firstIndex(of: "-") else { return id }
    return String(id[id.index(after: dash)...])
  }

  /// Up to three ids near `name`, judged by the whole and by each word.
  private static func nearest(to name: String, among ids: [String]) -> [String] {
    let wanted = Array(name.unicodeScalars.prefix(64))
    let scored = ids.map { id in
      let forms = [id, title(of: id)] + id.split(separator: "-").map(String.init)
      return (id, forms.map { distance(wanted, Array($0.unicodeScalars)) }.min() ?? .max)
    }
    let bound = max(1, wanted.count / 2)
    return scored.filter { $0.1 <= bound }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  static func withoutTrailingSlash(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }
}
