import AssayModel
import GraderKit

/// Programs that raise with a secret in their hands, each in another place.
struct SecretsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "forensics.secrets",
    summary: LocalizedText(
      en: "Programs that raise while they hold a random secret, and something that is none.",
      ko: "무작위 비밀 값과 비밀이 아닌 값을 지닌 채 예외를 내는 프로그램을 만듭니다."))

  func content(options: Value, seed: Seed) -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    var cases: [Value] = []
    var keys: [Value] = []
    for place in SecretPlace.allCases {
      let secret = random.token(length: 20)
      let visible = random.token(length: 10)
      let definitions = place.definitions.map {
        $0.replacing("SECRET", with: secret).replacing("VISIBLE", with: visible)
      }
      let program = ProgramText(
        roles: ["entry", "inner"], definitions: definitions, preamble: "# planted", generator: &random)
      cases.append(
        .record(["program": .string(program.text), "entry": .string(program.names["entry"] ?? "")]))
      keys.append(
        .record([
          "place": .string(place.rawValue), "secret": .string(secret), "visible": .string(visible),
        ]))
    }
    return WorkloadContent(cases: cases, answerKey: .list(keys))
  }
}

/// The places in which a secret is hidden.
enum SecretPlace: String, Sendable, CaseIterable {
  case local, nested, keyword, record, tupleRecord, pairs, headers, url, messageURL, bearer, bytes
  case elsewhere, linked

  /// The program's definitions, with the marks SECRET and VISIBLE.
  var definitions: [String] {
    switch self {
    case .local:
      ["def <entry>():\n    author, dbPassword = 'VISIBLE', 'SECRET'\n    raise ValueError('failed')\n"]
    case .nested:
      [
        """
        def <entry>():
            config = {'passengers': 'VISIBLE', 'db': [{'name': 'main', 'API-Key': ('SECRET', 1)}]}
            raise ValueError('failed')

        """
      ]
    case .keyword:
      [
        "def <inner>(**options):\n    raise ValueError('failed')\n",
        "def <entry>():\n    <inner>(user='VISIBLE', client_secret='SECRET')\n",
      ]
    case .record:
      [
        """
        def <entry>():
            from dataclasses import make_dataclass
            account = make_dataclass('Account', ['owner', 'passwd'])('VISIBLE', 'SECRET')
            raise ValueError('failed')

        """
      ]
    case .tupleRecord:
      [
        """
        def <entry>():
            from collections import namedtuple
            login = [namedtuple('Login', ['user', 'credential'])('VISIBLE', 'SECRET')]
            raise ValueError('failed')

        """
      ]
    case .pairs:
      [
        """
        def <entry>():
            headers = [('Host', 'VISIBLE'), ('Set-Cookie', 'sid=SECRET')]
            raise ValueError('failed')

        """
      ]
    case .headers:
      [
        """
        def <entry>():
            headers = {'Host': 'VISIBLE', 'AUTHORIZATION': 'Digest SECRET', b'x-token': b'SECRET'}
            raise ValueError('failed')

        """
      ]
    case .url:
      [
        """
        def <entry>():
            address = 'postgres://kim:SECRET@db.VISIBLE.test:5432/app'
            raise ValueError('failed')

        """
      ]
    case .messageURL:
      [
        """
        def <entry>():
            raise ConnectionError('cannot reach https://kim:SECRET@VISIBLE.test/x, giving up')

        """
      ]
    case .bearer:
      [
        """
        def <entry>():
            line = 'GET /VISIBLE with bearer SECRET'
            raise ValueError('sent Basic SECRET to /VISIBLE')

        """
      ]
    case .bytes: ["def <entry>():\n    name, token = b'VISIBLE', b'SECRET'\n    raise ValueError('failed')\n"]
    case .elsewhere:
      [
        """
        def <inner>(attempt):
            raise PermissionError('refused SECRET for VISIBLE')

        """,
        """
        def <entry>():
            password = 'SECRET'
            <inner>('try SECRET')

        """,
      ]
    case .linked:
      [
        """
        def <entry>():
            cause = OSError('no route to amqp://guest:SECRET@VISIBLE.test')
            error = ValueError('failed')
            error.add_note('see ftp://guest:SECRET@VISIBLE.test')
            raise ExceptionGroup('several', [error]) from cause

        """
      ]
    }
  }

  /// The place in words.
  var text: LocalizedText {
    switch self {
    case .local: LocalizedText(en: "a local with a telling name", ko: "비밀을 뜻하는 이름의 지역 변수")
    case .nested: LocalizedText(en: "a dict in a list in a dict", ko: "dict 안의 list 안의 dict")
    case .keyword: LocalizedText(en: "a keyword argument", ko: "키워드 인자")
    case .record: LocalizedText(en: "a field of a dataclass", ko: "데이터클래스의 필드")
    case .tupleRecord: LocalizedText(en: "a field of a named tuple in a list", ko: "리스트 안 네임드튜플의 필드")
    case .pairs: LocalizedText(en: "a list of header pairs", ko: "헤더 쌍의 리스트")
    case .headers: LocalizedText(en: "a dict of headers", ko: "헤더 dict")
    case .url: LocalizedText(en: "the userinfo of a URL", ko: "URL의 사용자 정보")
    case .messageURL: LocalizedText(en: "a URL in the message", ko: "메시지 속 URL")
    case .bearer: LocalizedText(en: "the text after Bearer or Basic", ko: "Bearer나 Basic 뒤의 글자")
    case .bytes: LocalizedText(en: "bytes", ko: "bytes 값")
    case .elsewhere:
      LocalizedText(
        en: "the message and another local, where a redacted value is repeated",
        ko: "가린 값이 다시 나오는 메시지와 다른 지역 변수")
    case .linked: LocalizedText(en: "a note of a member, or a cause", ko: "그룹 구성원의 노트와 원인")
    }
  }
}
