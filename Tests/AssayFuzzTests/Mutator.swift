import AssayModel

/// Makes new inputs out of real ones.
struct Mutator {
  private var generator: SeededGenerator
  private let corpus: [[UInt8]]
  private let words: [[UInt8]]

  /// Mutates `corpus`; the same seed gives the same inputs.
  init(seed: Seed, corpus: [[UInt8]], words: [String]) {
    generator = SeededGenerator(seed: seed)
    self.corpus = corpus.isEmpty ? [[]] : corpus
    self.words = words.map { Array($0.utf8) }
  }

  /// The next input: one to four changes to an input of the corpus.
  mutating func next() -> [UInt8] {
    var bytes = corpus[number(below: corpus.count)]
    for _ in 0...number(below: 4) { change(&bytes) }
    return Array(bytes.prefix(64 << 10))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let range = span(of: bytes)
    switch number(below: 9) {
    case 0 where !bytes.isEmpty: bytes[number(below: bytes.count)] ^= 1 << UInt8(number(below: 8))
    case 1 where !bytes.isEmpty: bytes[number(below: bytes.count)] = UInt8(number(below: 256))
    case 2: bytes.removeSubrange(range)
    case 3: bytes.insert(contentsOf: bytes[range], at: range.lowerBound)
    case 4,
      5 where !words.isEmpty:
      bytes.insert(contentsOf: words[number(below: words.count)], at: range.lowerBound)
    case 6 where !words.isEmpty: bytes.replaceSubrange(range, with: words[number(below: words.count)])
    case 7:
      let other = corpus[number(below: corpus.count)]
      bytes.replaceSubrange(range, with: other[span(of: other)])
    case 8: bytes.removeLast(min(bytes.count, number(below: bytes.count + 1)))
    default: bytes.insert(UInt8(number(below: 256)), at: range.lowerBound)
    }
  }

  /// A piece of `bytes`, short ones more often than long ones.
  private mutating func span(of bytes: [UInt8]) -> Range<Int> {
    let start = number(below: bytes.count + 1)
    let longest = min(bytes.count - start, 1 << number(below: 10))
    return start..<(start + number(below: longest + 1))
  }

  private mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
}
