package dev.skipstream.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skipstream broker}: a Kafka broker until Ctrl-C. */
@Command(
        name = "broker",
        description = {
            "Run a real Kafka broker (KRaft) in this process until Ctrl-C; no Docker needed.",
            "Prints one line when it is ready. Topics are not made by writing to them: name them here."
        },
        mixinStandardHelpOptions = true,
        versionProvider = SkipstreamLocal.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  skipstream broker --port 9092 --data-dir ./kafka --topics sensors:4,classifications,rejected"
        })
final class BrokerCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "to listen on; 0 = a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = {
                "to listen on (default: ${DEFAULT-VALUE}, so only this machine can connect);",
                "0.0.0.0 = all addresses, clients are then told this machine's name"
            })
    private String host;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = {
                "where records are kept: made if absent, found again at the next start",
                "(default: a temporary one, deleted at the end)"
            })
    private Path dataDir;

    @Option(
            names = "--topics",
            paramLabel = "TOPIC[:PARTITIONS],...",
            defaultValue = "",
            description = "made at the start; those that exist are kept as they are")
    private String topics;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "of Kafka's server.properties, as retention, TLS or more listeners; may be repeated")
    private Map<String, String> properties = Map.of();

    @Option(names = "--json", description = "print the line that says it is ready as JSON")
    private boolean json;

    BrokerCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        KafkaBroker.Options options;
        try {
            options = new KafkaBroker.Options(host, port, dataDir, Topic.parseList(topics), properties);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        stop.arm();
        try (KafkaBroker broker = KafkaBroker.start(options)) {
            if (stop.isRequested()) {
                return 0; // asked to stop while it started
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? readyJson(broker, options.topics()) : ready(broker, options.topics()));
            out.flush();
            stop.await();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return 0;
    }

    private static String ready(KafkaBroker broker, List<Topic> topics) {
        String named = topics.isEmpty()
                ? "none"
                : String.join(", ", topics.stream().map(Topic::toString).toList());
        return "Kafka is ready on " + broker.bootstrapServers() + " (topics: " + named + ")";
    }

    private static String readyJson(KafkaBroker broker, List<Topic> topics) {
        ObjectNode line = new ObjectMapper().createObjectNode().put("bootstrapServers", broker.bootstrapServers());
        ArrayNode named = line.putArray("topics");
        topics.forEach(topic -> named.add(topic.name()));
        return line.toString();
    }
}
