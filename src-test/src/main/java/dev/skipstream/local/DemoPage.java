package dev.skipstream.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Serves the live page: one HTML file, and the JSON it asks for twice a second. Polling, since a browser that is slow
 * or gone then costs nothing: whoever does not ask gets nothing, and nothing is queued for it.
 *
 * <p>A few daemon threads answer. A client that does not read its answer, or does not finish its question, holds one of
 * them until the server's time limit closes the connection; the demo itself never waits for any of them. Thread-safe.
 */
final class DemoPage implements AutoCloseable {
    private static final String RESOURCE = "page.html";
    private static final String LOOPBACK = "localhost";
    private static final int THREADS = 4;

    /** No question and no answer takes longer, whole seconds. */
    private static final String LONGEST_S = "5";

    /** The page loads nothing from anywhere, and no other page may frame it. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static {
        // The JDK's server has no other way to set these, and reads them once; what the user has set stays.
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", LONGEST_S);
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", LONGEST_S);
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final String url;
    private final byte[] page;
    private final Supplier<byte[]> state;

    private DemoPage(HttpServer server, String host, Supplier<byte[]> state) throws IOException {
        this.server = server;
        this.state = state;
        try (InputStream in = DemoPage.class.getResourceAsStream(RESOURCE)) {
            page = in.readAllBytes();
        }
        InetSocketAddress address = server.getAddress();
        boolean local = host.equals(LOOPBACK) || address.getAddress().isAnyLocalAddress();
        url = "http://" + (local ? LOOPBACK : host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "page-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Listens.
     *
     * @param host {@code localhost} binds to the loopback address only
     * @param port 0 = a free one
     * @param state the JSON of the moment; called by several threads
     * @throws IllegalArgumentException naming the option, if host and port are not free to listen on
     */
    static DemoPage open(String host, int port, Supplier<byte[]> state) throws IOException {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("--page-port must be between 0 and 65535, found " + port);
        }
        HttpServer server;
        try {
            InetAddress address =
                    host.equals(LOOPBACK) ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--page-host must be an address of this machine, found " + host, e);
        } catch (SocketException e) {
            throw new IllegalArgumentException(
                    "--page-host and --page-port must be free to listen on, found " + host + " and " + port + " ("
                            + e.getMessage() + ")",
                    e);
        }
        DemoPage page = new DemoPage(server, host, state);
        page.server.start();
        return page;
    }

    /** Where a browser on this machine finds the page. */
    String url() {
        return url;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
            } else if ("/".equals(path)) {
                send(exchange, "text/html; charset=utf-8", page);
            } else if ("/state.json".equals(path)) {
                send(exchange, "application/json", state.get());
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Ends at once: answers under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
