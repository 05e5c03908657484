package dev.skipstream.local;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for processes that must be told theirs. */
final class Ports {
    private Ports() {}

    /** One that was free a moment ago. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
