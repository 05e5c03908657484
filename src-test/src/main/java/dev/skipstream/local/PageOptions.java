package dev.skipstream.local;

import java.io.IOException;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where the live page is, and whether there is one. */
final class PageOptions {

    @Option(
            names = "--page-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "the live page's; 0 = a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--page-host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "address the live page listens on (default: ${DEFAULT-VALUE}, so only this machine sees it); "
                    + "0.0.0.0 = all addresses")
    private String host;

    @Option(names = "--no-page", description = "no live page")
    private boolean none;

    /**
     * Opens the page.
     *
     * @return null if none is wanted
     * @throws IllegalArgumentException if host and port are not free to listen on
     */
    DemoPage open(Supplier<byte[]> state) throws IOException {
        return none ? null : DemoPage.open(host, port, state);
    }
}
