import AssayModel

// What the process tier does not enforce, by what the self-check's program could do.
extension Degradations {
  /// The guarantees that are missing without namespaces.
  ///
  /// - Parameters:
  ///   - deeds: what the self-check's program could do to the machine.
  ///   - hasOwnUser: whether runs have user ids of their own.
  static func withoutNamespaces(_ deeds: Set<String>, hasOwnUser: Bool) -> [Isolation.Degradation] {
    var missing: [Isolation.Degradation] = []
    missing.append(deeds.isDisjoint(with: ["read", "write"]) ? fileNames : files)
    missing.append(deeds.isDisjoint(with: ["connect", "send"]) ? networkAddress : network)
    missing.append(deeds.contains("inspect") ? processes : processNames)
    if deeds.contains("abstract") { missing.append(abstractSockets) }
    if !hasOwnUser { missing.append(ownUser) }
    return missing + [sharedMemory, disk]
  }

  private static func missing(_ id: String, en: String, ko: String) -> Isolation.Degradation {
    Isolation.Degradation(id: id, text: LocalizedText(en: en, ko: ko))
  }

  private static let files = missing(
    "files", en: "files that every user may read or write can be read or written, those of the labs included",
    ko: "모든 사용자에게 허용된 파일은 랩의 파일을 포함하여 읽거나 쓸 수 있습니다")
  private static let fileNames = missing(
    "file-names", en: "whether a file exists, and how large it is, can be found out",
    ko: "파일의 존재 여부와 크기는 알아낼 수 있습니다")
  private static let network = missing(
    "network", en: "the network can be reached", ko: "네트워크에 접근할 수 있습니다")
  private static let networkAddress = missing(
    "network-address", en: "the port of the fixture server can be reached at any address",
    ko: "픽스처 서버의 포트 번호로는 다른 주소에도 접속할 수 있습니다")
  private static let processes = missing(
    "processes", en: "other processes and their command lines can be seen",
    ko: "다른 프로세스와 그 명령줄을 볼 수 있습니다")
  private static let processNames = missing(
    "process-ids", en: "which process ids are in use can be found out",
    ko: "사용 중인 프로세스 ID는 알아낼 수 있습니다")
  private static let abstractSockets = missing(
    "abstract-sockets", en: "abstract sockets of other programs can be reached",
    ko: "다른 프로그램의 추상 소켓에 접속할 수 있습니다")
  private static let ownUser = missing(
    "user-id", en: "the code runs under the caller's own user id",
    ko: "코드가 호출한 사용자와 같은 사용자 ID로 실행됩니다")
  private static let sharedMemory = missing(
    "shared-memory", en: "/dev/shm is shared with the machine and emptied only after the run",
    ko: "/dev/shm을 컴퓨터 전체와 공유하며, 실행이 끝난 뒤에만 비웁니다")
}
