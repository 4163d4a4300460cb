/// A file by its path relative to the folder that it belongs to.
public struct SourceFile: Sendable, Equatable {
  /// The relative path, `/` between components.
  public var path: String
  /// The content.
  public var bytes: [UInt8]

  /// Gives a file's path and content.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
