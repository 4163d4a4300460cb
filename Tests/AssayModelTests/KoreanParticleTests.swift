import AssayModel
import Testing

struct KoreanParticleTests {
  @Test(
    "The particle fits the word's last sound",
    arguments: [
      ("함수", "함수는", "함수가", "함수를", "함수와", "함수로"),
      ("값", "값은", "값이", "값을", "값과", "값으로"),
      ("파일", "파일은", "파일이", "파일을", "파일과", "파일로"),
      ("`profile`", "`profile`은", "`profile`이", "`profile`을", "`profile`과", "`profile`로"),
      ("measure()", "measure()는", "measure()가", "measure()를", "measure()와", "measure()로"),
      ("None", "None은", "None이", "None을", "None과", "None으로"),
      ("KeyError", "KeyError는", "KeyError가", "KeyError를", "KeyError와", "KeyError로"),
      ("frozenset", "frozenset은", "frozenset이", "frozenset을", "frozenset과", "frozenset으로"),
      ("list", "list는", "list가", "list를", "list와", "list로"),
      ("URL", "URL은", "URL이", "URL을", "URL과", "URL로"),
      ("HTTP", "HTTP는", "HTTP가", "HTTP를", "HTTP와", "HTTP로"),
      ("R", "R은", "R이", "R을", "R과", "R로"),
      ("3", "3은", "3이", "3을", "3과", "3으로"),
      ("1.5", "1.5는", "1.5가", "1.5를", "1.5와", "1.5로"),
      ("[1, 2, 7]", "[1, 2, 7]은", "[1, 2, 7]이", "[1, 2, 7]을", "[1, 2, 7]과", "[1, 2, 7]로"),
      ("[]", "[]는", "[]가", "[]를", "[]와", "[]로"),
      ("", "는", "가", "를", "와", "로"),
    ])
  func fits(
    _ word: String, _ topic: String, _ subject: String, _ object: String, _ and: String, _ by: String
  ) {
    #expect(KoreanParticle.topic.after(word) == topic)
    #expect(KoreanParticle.subject.after(word) == subject)
    #expect(KoreanParticle.object.after(word) == object)
    #expect(KoreanParticle.and.after(word) == and)
    #expect(KoreanParticle.by.after(word) == by)
  }

  @Test("The past tense of 이다 follows the same rule")
  func was() {
    #expect(KoreanParticle.was.after("0") == "0이었습니다")
    #expect(KoreanParticle.was.after("5") == "5였습니다")
  }

  @Test("Any text has an answer", arguments: ["\u{0}", "é", "一", "½", "😀", "٣", "\u{1100}", "abc값!?"])
  func total(_ word: String) {
    for particle in KoreanParticle.allCases {
      let joined = particle.after(word).unicodeScalars
      #expect(joined.starts(with: word.unicodeScalars) && joined.count > word.unicodeScalars.count)
    }
  }
}
