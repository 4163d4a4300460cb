import AssayModel

/// A lab as it stands on disk.
public struct Lab: Sendable, Equatable {
  /// What it asks.
  public var manifest: LabManifest
  /// Its folder.
  public var folder: String
  /// Of all files on which a grade depends.
  public var digest: Digest

  /// Joins a manifest with its folder.
  public init(manifest: LabManifest, folder: String, digest: Digest) {
    self.manifest = manifest
    self.folder = folder
    self.digest = digest
  }

  /// The path of a file or folder of the lab.
  public func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The folder beside the labs that holds the profiles of packages.
  public var environmentsFolder: String { LabCatalog.environmentsFolder(besideLab: folder) }

  /// The folder of the code that `subject` names; nil for a submission, which is not part of the lab.
  public func folder(of subject: Subject) -> String? {
    switch subject {
    case .submission: nil
    case .starter: path(manifest.files.starter)
    case .reference: path("reference")
    }
  }
}
