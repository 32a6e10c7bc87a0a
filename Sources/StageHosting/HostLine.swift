import Dispatch
import Glibc
import StageJSON
import Synchronization

/// The conversation with `fsel`: requests come in, one after another, and messages go out, from any thread.
final class HostLine: Sendable {
    /// Where messages go; standard output itself is made another name of standard error.
    private let output: Int32
    private let writing = Mutex(())
    private let named = Mutex("")

    init() {
        output = dup(1)
        dup2(2, 1)
        // Whoever reads no more is gone, which the end of the input tells too.
        signal(SIGPIPE, SIG_IGN)
    }

    /// The private folder, which `hello` names.
    var folder: String {
        get { named.withLock { $0 } }
        set { named.withLock { $0 = newValue } }
    }

    /// Answers requests in their order until there are no more.
    ///
    /// When the input ends during one, the work is cancelled, and what does not stop within a second is stopped.
    func answer(_ reply: @escaping @Sendable ([UInt8]) async -> Void) async {
        let (requests, feed) = AsyncStream<[UInt8]>.makeStream()
        let work = Task { for await request in requests { await reply(request) } }
        // Tells every few seconds that the program lives, whatever its stage is busy with.
        DispatchQueue(label: "heartbeat").async { [self] in
            while true {
                sleep(5)
                send(["message": "alive"])
            }
        }
        // A thread of its own waits for input, so that its end is seen while a stage works.
        DispatchQueue(label: "input").async {
            Self.readLines { feed.yield($0) }
            feed.finish()
            work.cancel()
            sleep(1)
            _exit(0)
        }
        await work.value
    }

    /// Sends a message, whole and alone on its line.
    func send(_ message: JSONValue) {
        let bytes = CanonicalJSON.line(of: message)
        writing.withLock { _ in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(output, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    private static func readLines(_ take: ([UInt8]) -> Void) {
        var unread: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            let searched = unread.count
            unread += block[..<count]
            var start = 0
            while let end = unread[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) {
                take(Array(unread[start..<end]))
                start = end + 1
            }
            unread.removeFirst(start)
        }
    }
}
