package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What listens by default does so for this machine alone. */
class LoopbackTest {
    private static final int PATIENCE_MS = 5000;

    @Test
    void shouldOpenTheLivePageToThisMachineAlone() throws IOException {
        PageOptions options = new PageOptions();
        new CommandLine(options).parseArgs();
        try (DemoPage page = options.open(() -> new byte[0])) {
            int port = URI.create(page.url()).getPort();
            connect(InetAddress.getLoopbackAddress(), port);
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
            for (InetAddress other : others) {
                assertThrows(ConnectException.class, () -> connect(other, port), other.toString());
            }
        }
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MS);
        }
    }
}
