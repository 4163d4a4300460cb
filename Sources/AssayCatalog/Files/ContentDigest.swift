import AssayModel
import CAssayCrypto

/// A SHA-256 digest in the making, computed by OpenSSL.
struct ContentHasher: ~Copyable {
  private let context: OpaquePointer?

  init() {
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Adds a text and an end mark, so that no two sequences of texts and numbers look alike.
  func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    withUnsafeBytes(of: UInt8(0)) { update($0) }
  }

  /// Adds a file: its path, its length, its bytes.
  func update(path: String, bytes: [UInt8]) {
    update(path)
    update(String(bytes.count))
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of all that was added.
  consuming func finish() -> Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    EVP_DigestFinal_ex(context, &bytes, &count)
    return Digest(hexadecimal: Hexadecimal.text(bytes))
  }
}

/// Digests of content that is in memory.
public enum ContentDigest {
  /// The SHA-256 digest of `bytes`.
  public static func of(_ bytes: [UInt8]) -> Digest {
    let hasher = ContentHasher()
    bytes.withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }

  /// The digest of files: SHA-256 over path, NUL, length in decimal, NUL and bytes of each, by path.
  public static func of(files: [(path: String, bytes: [UInt8])]) -> Digest {
    let hasher = ContentHasher()
    for file in files.sorted(by: { Array($0.path.utf8).lexicographicallyPrecedes($1.path.utf8) }) {
      hasher.update(path: file.path, bytes: file.bytes)
    }
    return hasher.finish()
  }
}

/// Hexadecimal digits of bytes.
enum Hexadecimal {
  /// Two lower-case digits for each byte.
  static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The bytes that lower-case digits stand for; nil for anything else.
  static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    func value(_ digit: UInt8) -> UInt8? {
      switch digit {
      case 0x30...0x39: digit - 0x30
      case 0x61...0x66: digit - 0x57
      default: nil
      }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
