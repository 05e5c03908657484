package dev.skipstream.local;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.flink.JobOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole system in one JVM: broker, job, sensors, and somebody who reads the results. */
@Command(
        name = "demo",
        description = "Run everything in this JVM: a Kafka broker, the Flink job, simulated sensors of the paper's "
                + "frequency task, and a live page to watch it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  skipstream demo --seconds 30 --json"})
final class DemoCommand implements Callable<Integer> {
    private static final String INPUT = "sensors";
    private static final String OUTPUT = "classifications";
    private static final String REJECTED = "rejected";
    private static final int PARTITIONS = 2;
    private static final double PERIOD_MS = 1;
    private static final double SAMPLES_PER_SECOND = 1000 / PERIOD_MS; // of each sensor

    /** After the last sample was sent its results may take this long to come back. */
    private static final long LONGEST_TAIL_S = 30;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "end by itself after N seconds of samples; 0 = at Ctrl-C (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            defaultValue = "10",
            description = "simulated sensors, each sending 1000 samples/s (default: ${DEFAULT-VALUE})")
    private int sensors;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "the broker's; 0 = a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "a model of the frequency task (default: the shipped one)")
    private Path model;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the signals (default: ${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private PageOptions page;

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final StopSignal stop;

    DemoCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        if (seconds < 0 || sensors < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected --seconds >= 0 and --sensors >= 1, found " + seconds + " and " + sensors);
        }
        requirePort();
        stop.arm();
        FrequencyTask task = new FrequencyTask(PERIOD_MS);
        DemoState state = new DemoState(new DemoState.Facts(sensors, PERIOD_MS, task.length()));
        UsedSamples used = readModel(task);
        try (DemoPage live = openPage(state, used)) {
            if (live != null) {
                say("live page: " + live.url());
            }
            return run(task, state);
        }
    }

    /** Before anything is started: somebody else's port is told in a moment. */
    private void requirePort() throws IOException {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port must be between 0 and 65535, found " + port);
        }
        new Listener("PLAINTEXT", "localhost", port).probed();
    }

    private UsedSamples readModel(FrequencyTask task) {
        try {
            UsedSamples used = UsedSamples.of(model);
            used.requireModelOf(task);
            return used;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private DemoPage openPage(DemoState state, UsedSamples used) throws IOException {
        try {
            return page.open(new DemoStateJson(state, used));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int run(FrequencyTask task, DemoState state) throws Exception {
        say("starting a Kafka broker …");
        state.phase("starting Kafka");
        KafkaBroker.Options options = KafkaBroker.Options.defaults()
                .withPort(port)
                .withTopics(INPUT + ":" + PARTITIONS + "," + OUTPUT + ":" + PARTITIONS + "," + REJECTED);
        try (KafkaBroker broker = KafkaBroker.start(options)) {
            if (stop.isRequested()) {
                return 0;
            }
            say("Kafka is ready on " + broker.bootstrapServers() + "; starting the job …");
            state.kafka(broker.bootstrapServers());
            state.phase("starting the job");
            try (LocalJob job = LocalJob.submit(jobOptions(broker, task), this::say)) {
                try {
                    return run(broker, job, task, state);
                } finally {
                    job.cancel();
                    job.await();
                }
            }
        }
    }

    private JobOptions jobOptions(KafkaBroker broker, FrequencyTask task) {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--input-topic",
                INPUT,
                "--output-topic",
                OUTPUT,
                "--rejected-topic",
                REJECTED,
                "--start",
                "earliest",
                "--sequence-length",
                String.valueOf(task.length()),
                "-Dparallelism.default=" + PARTITIONS));
        if (model != null) {
            arguments.addAll(List.of("--model", model.toString()));
        }
        JobOptions job = new JobOptions();
        new CommandLine(job).parseArgs(arguments.toArray(String[]::new));
        return job;
    }

    private int run(KafkaBroker broker, LocalJob job, FrequencyTask task, DemoState state) throws Exception {
        DemoScore score = state.score();
        SensorPackets packets = new SensorPackets(
                new GeneratedSignals(task, seed, sensors, 0),
                new SensorPackets.Layout(sensors, 1, PERIOD_MS, System.currentTimeMillis()),
                state);
        KafkaTarget target = KafkaTarget.of(broker.bootstrapServers(), null);
        try (Producer<byte[], byte[]> producer = target.producer();
                DemoReader reader = new DemoReader(broker.bootstrapServers(), OUTPUT, state::onResult)) {
            SensorReplay replay = new SensorReplay(
                    producer,
                    new SensorReplay.Options(INPUT, sensors * SAMPLES_PER_SECOND, RecordFormat.JSON, true, true),
                    packets);
            reader.start();
            CountDownLatch ended = new CountDownLatch(1);
            stop.arm(ended::countDown);
            job.onEnd(ended::countDown); // by itself it ends only when it fails
            say(sensors + " sensors send 1000 samples/s each; half of their signals are targets (period 5–6 ms)");
            Thread sender = new Thread(
                    () -> {
                        try {
                            replay.run();
                        } finally {
                            ended.countDown();
                        }
                    },
                    "sensors");
            long begin = System.nanoTime();
            sender.start();
            state.sending(replay::samples);
            EverySecond ticks = EverySecond.run(second -> {
                say(score.line(second));
                state.tick();
            });
            try {
                if (seconds == 0) {
                    ended.await();
                } else {
                    ended.await(seconds, TimeUnit.SECONDS);
                }
            } finally {
                state.phase("ending");
                replay.stop();
                sender.join();
                double sending = (System.nanoTime() - begin) / 1e9;
                ticks.close();
                score.awaitResults(LONGEST_TAIL_S);
                print(score.total(sending));
            }
        }
        return 0;
    }

    private void print(DemoScore.Total total) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? total.toJson() : total.toText());
        out.flush();
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
