package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPageTest {
    private static final byte[] STATE = "{}".getBytes(StandardCharsets.UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();
    private DemoPage page;

    /** Of the JDK's server, which reads it once: a shorter wait for clients that hang. */
    @BeforeAll
    static void shortenTimeLimits() {
        System.setProperty("sun.net.httpserver.maxReqTime", "1");
        System.setProperty("sun.net.httpserver.maxRspTime", "1");
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.close();
        }
    }

    @Test
    void shouldServePageAndState() throws Exception {
        DemoState demo = new DemoState(new DemoState.Facts(10, 1, 100));
        page = DemoPage.open("localhost", 0, new DemoStateJson(demo, new UsedSamples(SmallModel.of(1, 100))));
        HttpResponse<byte[]> html = get("/");
        assertEquals(200, html.statusCode());
        assertEquals(
                "text/html; charset=utf-8",
                html.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(html.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'none'"));
        assertTrue(new String(html.body(), StandardCharsets.UTF_8).startsWith("<!DOCTYPE html>"));
        HttpResponse<byte[]> state = get("/state.json?anything");
        assertEquals(200, state.statusCode());
        assertEquals(
                "application/json", state.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                10,
                JsonMapper.builder()
                        .build()
                        .readTree(state.body())
                        .path("sensors")
                        .asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/favicon.ico", "/state.json/", "/page.html", "/%2e%2e/page.html", "/a//b", "/a?/"})
    void shouldNotFindAnythingElse(String path) throws Exception {
        page = DemoPage.open("localhost", 0, () -> STATE);
        HttpResponse<byte[]> answer = get(path);
        assertEquals(404, answer.statusCode());
        assertEquals(0, answer.body().length);
    }

    @Test
    void shouldOnlyLetRead() throws Exception {
        page = DemoPage.open("localhost", 0, () -> STATE);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page.url() + "/state.json"));
        HttpResponse<byte[]> post = client.send(
                request.POST(HttpRequest.BodyPublishers.ofString("x")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(405, post.statusCode());
        HttpResponse<byte[]> head = client.send(
                request.method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, head.statusCode());
    }

    @Test
    void shouldListenOnLoopbackOnlyUnlessToldOtherwise() throws Exception {
        page = DemoPage.open("localhost", 0, () -> STATE);
        int port = URI.create(page.url()).getPort();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThrows(IOException.class, () -> connect(address, port).close(), address.toString());
                }
            }
        }
        try (DemoPage open = DemoPage.open("0.0.0.0", 0, () -> STATE)) {
            assertTrue(open.url().startsWith("http://localhost:"), open.url());
        }
        try (DemoPage open = DemoPage.open("127.0.0.1", 0, () -> STATE)) {
            assertTrue(open.url().startsWith("http://127.0.0.1:"), open.url());
        }
    }

    @Test
    void shouldSayWhichOptionDoesNotFit() throws Exception {
        page = DemoPage.open("localhost", 0, () -> STATE);
        int taken = URI.create(page.url()).getPort();
        assertEquals("--page-port must be between 0 and 65535, found 65536", refusal("localhost", 65536));
        assertTrue(refusal("localhost", taken).contains("free to listen on, found localhost and " + taken));
        assertTrue(refusal("203.0.113.1", 0).contains("found 203.0.113.1 and 0"), "an address for documentation");
    }

    @Test
    void shouldNotBeHeldUpByClientsThatDoNotReadOrDoNotFinishAsking() throws Exception {
        byte[] large = new byte[16 << 20]; // more than sockets take in
        page = DemoPage.open("localhost", 0, () -> large);
        int port = URI.create(page.url()).getPort();
        List<Socket> clients = new ArrayList<>();
        try {
            for (String question : List.of("GET /state.json HTTP/1.1\r\nHost: x\r\n\r\n", "GET /state.js")) {
                for (int i = 0; i < 5; i++) {
                    Socket socket = connect(InetAddress.getLoopbackAddress(), port);
                    socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
                    clients.add(socket);
                }
            }
            Thread.sleep(200);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> assertArrayEquals(large, get("/state.json").body()));
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("page-"))
                    .toList();
            assertTrue(threads.size() <= 4, threads.toString());
            assertTrue(threads.stream().allMatch(Thread::isDaemon), threads.toString());
        } finally {
            for (Socket socket : clients) {
                socket.close();
            }
        }
    }

    @Test
    void shouldCloseAtOnceWhileClientDoesNotRead() throws Exception {
        byte[] large = new byte[16 << 20];
        page = DemoPage.open("localhost", 0, () -> large);
        try (Socket socket =
                connect(InetAddress.getLoopbackAddress(), URI.create(page.url()).getPort())) {
            socket.getOutputStream()
                    .write("GET /state.json HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(200);
            assertTimeoutPreemptively(Duration.ofSeconds(5), page::close);
        }
    }

    @Test
    void shouldLoadNothingFromElsewhereAndMakeNoMarkupOfData() throws Exception {
        page = DemoPage.open("localhost", 0, () -> STATE);
        String html = new String(get("/").body(), StandardCharsets.UTF_8);
        String namespace = Pattern.quote("http://www.w3.org/2000/svg");
        assertFalse(html.replaceAll(namespace, "").matches("(?s).*(https?:)?//[a-z].*"), "an address in the page");
        assertFalse(html.matches("(?s).*(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\().*"));
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(page.url() + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Socket connect(InetAddress address, int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(address, port), 1000);
        return socket;
    }

    private static String refusal(String host, int port) {
        return assertThrows(IllegalArgumentException.class, () -> DemoPage.open(host, port, () -> STATE))
                .getMessage();
    }
}
