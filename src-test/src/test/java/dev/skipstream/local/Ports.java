package dev.skipstream.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for processes that must be told theirs. */
final class Ports {
    /** Below what Linux (32768), macOS and Windows (49152) give to connections that leave, so that none takes it. */
    private static final int FIRST = 15_000;

    private static final int END = 32_000;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    /**
     * One that was free a moment ago and that no outgoing connection can take before it is bound. The system's own
     * choice (port 0) would not do: it is of the range those connections are given.
     *
     * @throws IOException if none is found
     */
    static int free() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(port));
                return port;
            } catch (BindException taken) {
                continue;
            }
        }
        throw new IOException("a free port must be in " + FIRST + ".." + (END - 1) + ", found none in " + ATTEMPTS);
    }
}
