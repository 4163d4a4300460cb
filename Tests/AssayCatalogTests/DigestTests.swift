import AssayModel
import Testing

@testable import AssayCatalog

struct DigestTests {
  /// The vectors of FIPS 180-2.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ]) func knownDigests(text: String, hexadecimal: String) {
    #expect(ContentDigest.of(Array(text.utf8)) == Digest(hexadecimal: hexadecimal))
  }

  @Test func boundariesBetweenFilesCount() {
    let one = ContentDigest.of(files: [("a", [1, 2]), ("b", [])])
    #expect(one != ContentDigest.of(files: [("a", [1]), ("b", [2])]))
    #expect(one != ContentDigest.of(files: [("a", [1, 2])]))
    #expect(one == ContentDigest.of(files: [("b", []), ("a", [1, 2])]))
  }
}
