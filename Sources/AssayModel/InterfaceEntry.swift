/// One function or class that a submission must offer.
public struct InterfaceEntry: Sendable, Equatable {
  /// The module.
  public var module: String
  /// The name inside the module, for example `ResilientClient.request`.
  public var qualifiedName: String
  /// The parameters that it must take.
  public var parameters: [String]
  /// Describes an entry.
  public init(module: String, qualifiedName: String, parameters: [String]) {
    self.module = module
    self.qualifiedName = qualifiedName
    self.parameters = parameters
  }
}
