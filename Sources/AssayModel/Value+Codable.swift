extension Value: Codable {
  /// Reads the form that ``WireFormat`` describes, kept as one text so that no type is lost.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      self = try WireFormat.read(Array(text.utf8))
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no value: \(error)")
    }
  }

  /// Writes the form that ``WireFormat`` describes as one text: JSON encoders merge `1` and `1.0`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(WireFormat.text(self))
  }
}

extension ExceptionRecord: Codable {
  /// Reads what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    guard case .exception(let record) = try Value(from: decoder) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no exception"))
    }
    self = record
  }

  /// Writes the exception as a ``Value``.
  public func encode(to encoder: any Encoder) throws { try Value.exception(self).encode(to: encoder) }
}
