package dev.skipstream.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address the broker listens on, as Kafka writes it: {@code NAME://host:port}.
 *
 * @param name what the security protocol is looked up by, as {@code PLAINTEXT}
 * @param host to bind to
 * @param port 0 stands for a free one
 */
record Listener(String name, String host, int port) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_]+)://\\[?([^\\[\\]/]*)]?:(\\d{1,5})");

    /** Reads Kafka's property {@code listeners}. */
    static List<Listener> parseList(String text) {
        List<Listener> listeners = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher form = FORM.matcher(part.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException("listener must be NAME://HOST:PORT, found '" + part.strip() + "'");
            }
            listeners.add(new Listener(form.group(1), form.group(2), Integer.parseInt(form.group(3))));
        }
        return listeners;
    }

    /**
     * This listener with a port that could be bound a moment ago: its own, or a free one for 0. So a port that is taken
     * is told before a broker has been started half.
     *
     * @throws BindException if its port cannot be bound
     * @throws IllegalArgumentException if there is no such host
     */
    Listener probed() throws IOException {
        InetAddress address;
        try {
            address = host.isEmpty() ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "host must be a name or an address of this machine, found '" + host + "'", e);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return new Listener(name, host, socket.getLocalPort());
        } catch (BindException e) {
            BindException told = new BindException("port " + port + " of " + (host.isEmpty() ? "this machine" : host)
                    + " must be free to listen on, found: " + e.getMessage());
            told.initCause(e);
            throw told;
        }
    }

    /** The same port under a name that clients can connect to: the machine's own where this binds to all addresses. */
    Listener advertised() throws UnknownHostException {
        boolean everywhere = host.isEmpty() || InetAddress.getByName(host).isAnyLocalAddress();
        return everywhere ? new Listener(name, InetAddress.getLocalHost().getHostName(), port) : this;
    }

    /** {@code host:port}, with an IPv6 address in brackets. */
    String hostAndPort() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return name + "://" + hostAndPort();
    }
}
